// For the type checker: what importing a .wasm file gives in workerd.

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
