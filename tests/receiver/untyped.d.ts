// Packages without types.

declare module "express";
