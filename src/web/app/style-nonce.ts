/** The page's nonce: without it the content security policy lets no style element in that is made at run time. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce ?? "";

// The package that keeps the page behind a dialog from scrolling looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
