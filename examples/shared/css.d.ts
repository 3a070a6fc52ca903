// style sheets are bundled by Remotion; TypeScript only needs to know that they exist
declare module '*.css';
