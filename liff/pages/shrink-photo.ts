/** Longest side and quality that still show a box and a door, at about 300 kB. */
const SIDE_MAX = 1600;
const QUALITY = 0.8;

/** The photo as a small JPEG without the place where it was taken, which a canvas does not keep. */
export async function shrinkPhoto(photo: Blob): Promise<Blob> {
  const picture = await createImageBitmap(photo);
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no pictures');
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((small) => (small ? resolve(small) : reject(new Error('the picture could not be written'))), 'image/jpeg', QUALITY);
  });
}
