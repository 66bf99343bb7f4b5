declare module 'zpl-image' {
  interface Options {
    readonly black: number;
    readonly notrim: boolean;
  }
  interface Graphic {
    readonly length: number;
    readonly rowlen: number;
    readonly width: number;
    readonly height: number;
    readonly acs: string;
  }
  const zplImage: {
    readonly rgbaToACS: (rgba: Uint8Array | Uint8ClampedArray, width: number, options: Options) => Graphic;
  };
  export default zplImage;
}
