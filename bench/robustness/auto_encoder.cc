#include "robustness/auto_encoder.h"

#include "pictures/picture_file.h"

#include <cstring>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

namespace pixiu::bench {
namespace {

using nlohmann::json;

constexpr int long_side_px = 1024;
constexpr int side_multiple = 16;

// Adds layers to an OpenCV network one after the other; every method returns the layer's id.
class Builder {
 public:
  Builder(const Bytes& weights, cv::Size size) : weights_(weights), size_(size) {}

  void add(const json& layer) {
    const std::string type = layer.at("type");
    if (type == "conv") last_ = convolution(layer, last_);
    if (type == "relu") last_ = plain("ReLU", last_);
    if (type == "block") last_ = block(layer, last_);
    if (type == "clamp") last_ = clamp(last_);
    if (type == "upsample") last_ = upsample(last_);
  }

  cv::dnn::Net& net() { return net_; }

 private:
  struct Node {
    int id = 0;
    cv::Size size;
  };

  cv::Mat tensor(const json& where) const {
    const std::vector<int> shape = where.at("shape");
    const auto offset = where.at("offset").get<std::size_t>();
    cv::Mat values(shape, CV_32F);
    const std::size_t size_bytes = values.total() * sizeof(float);
    if (offset + size_bytes > weights_.size()) throw std::runtime_error("weights are cut off");
    std::memcpy(values.data, weights_.data() + offset, size_bytes);
    return values;
  }

  int layer(const std::string& type, cv::dnn::LayerParams params, const std::vector<int>& inputs) {
    const std::string name = type + std::to_string(count_++);
    params.name = name;
    params.type = type;
    const int id = net_.addLayer(name, type, params);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      net_.connect(inputs[i], 0, id, static_cast<int>(i));
    }
    return id;
  }

  int plain(const std::string& type, int input) { return layer(type, {}, {input}); }

  int convolution(const json& where, int input) {
    cv::dnn::LayerParams params;
    const cv::Mat kernel = tensor(where.at("weight"));
    const int stride = where.value("stride", 1);
    params.set("num_output", kernel.size[0]);
    params.set("kernel_size", kernel.size[2]);
    params.set("pad", kernel.size[2] / 2);
    params.set("stride", stride);
    params.set("bias_term", where.contains("bias"));
    params.blobs.push_back(kernel);
    if (where.contains("bias")) params.blobs.push_back(tensor(where.at("bias")));
    size_ = {size_.width / stride, size_.height / stride};
    return layer("Convolution", params, {input});
  }

  int reshaped(int input, std::vector<int> shape) {
    cv::dnn::LayerParams params;
    params.set("dim", cv::dnn::DictValue::arrayInt(shape.data(), static_cast<int>(shape.size())));
    return layer("Reshape", params, {input});
  }

  // Mean and variance over each of four groups of channels, then a scale and shift a channel.
  int group_norm(const json& where, int input) {
    constexpr int groups = 4;
    cv::dnn::LayerParams scale;
    scale.blobs = {tensor(where.at("weight")), tensor(where.at("bias"))};
    const int channels = static_cast<int>(scale.blobs[0].total());
    for (cv::Mat& blob : scale.blobs) blob = blob.reshape(1, 1);
    scale.set("bias_term", true);
    scale.set("axis", 1);
    cv::dnn::LayerParams normal;
    normal.set("across_channels", false);
    normal.set("normalize_variance", true);
    normal.set("eps", 1e-5);
    const int grouped = reshaped(input, {1, groups, channels / groups * size_.height, size_.width});
    const int normalised = layer("MVN", normal, {grouped});
    const int back = reshaped(normalised, {1, channels, size_.height, size_.width});
    return layer("Scale", scale, {back});
  }

  int sum(int a, int b) {
    cv::dnn::LayerParams params;
    params.set("operation", "sum");
    return layer("Eltwise", params, {a, b});
  }

  int block(const json& where, int input) {
    int start = input;
    if (where.contains("pool")) {
      const json& pool = where.at("pool");
      const int wide = convolution(pool.at(0), input);
      start = sum(input, convolution(pool.at(2), plain("ReLU", group_norm(pool.at(1), wide))));
    }
    int inner = start;
    for (std::size_t i = 0; i < 3; ++i) {
      inner = convolution(where.at("conv").at(i), inner);
      if (i < 2) inner = plain("ReLU", inner);
    }
    return plain("ReLU", sum(inner, start));
  }

  int scaled(double factor, int input) {
    cv::dnn::LayerParams params;
    params.set("scale", factor);
    return layer("Power", params, {input});
  }

  int clamp(int input) { return scaled(3, plain("TanH", scaled(1.0 / 3, input))); }

  int upsample(int input) {
    cv::dnn::LayerParams params;
    params.set("zoom_factor", 2);
    params.set("interpolation", "nearest");
    size_ = {size_.width * 2, size_.height * 2};
    return layer("Resize", params, {input});
  }

  const Bytes& weights_;
  cv::Size size_;
  cv::dnn::Net net_;
  int last_ = 0;
  int count_ = 0;
};

}  // namespace

cv::Mat regenerate(const cv::Mat& bgr, const std::filesystem::path& description) {
  const json network = json::parse(text_of(read_bytes(description)));
  const Bytes weights =
      read_bytes(description.parent_path() / network.at("weights").get<std::string>());
  const cv::Mat scaled = scaled_to(bgr, long_side_px);
  const cv::Size size(scaled.cols / side_multiple * side_multiple,
                      scaled.rows / side_multiple * side_multiple);
  const cv::Mat input = cv::dnn::blobFromImage(scaled(cv::Rect({}, size)), 1.0 / 255, size,
                                               cv::Scalar(), /*swapRB=*/true);
  Builder builder(weights, size);
  for (const json& layer : network.at("layers")) builder.add(layer);
  builder.net().setInput(input);
  const cv::Mat output = builder.net().forward();
  std::vector<cv::Mat> pictures;
  cv::dnn::imagesFromBlob(output, pictures);
  cv::Mat picture;
  pictures.at(0).convertTo(picture, CV_8U, 255);
  cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
  return picture;
}

}  // namespace pixiu::bench
