import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The server writes a fresh nonce over this text in index.html, and the same one into the
// Content-Security-Policy header, on every response (README.md, "Content security policy").
const noncePlaceholder = '__CSP_NONCE__';

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  build: {
    target: 'es2020',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': process.env.PIXIU_SERVER ?? 'http://127.0.0.1:8080' },
  },
  test: { environment: 'node', include: ['src/**/*_test.ts'] },
} as import('vitest/config').ViteUserConfig);
