import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import './styles.css';
import './viewer.css';
import './result.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// Vite writes this element; the server put the nonce of this response into it (README.md).
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

createRoot(root).render(
  <StrictMode>
    <App nonce={nonce} />
  </StrictMode>,
);
