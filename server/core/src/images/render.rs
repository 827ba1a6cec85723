use std::io::Cursor;

use fast_image_resize::{ResizeError, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use super::cache::Format;

/// The longest side of a picture that is read.
const MAX_SIDE: u32 = 16_384;
/// The most that a picture may take once it is unpacked: some thirty million pixels. A small file can claim any size.
const MAX_UNPACKED: u64 = 128 * 1024 * 1024;
/// What a pixel takes while a picture is worked on.
const PIXEL: u64 = 4;
/// The formats that are read, whatever a host says they are.
const READ: [ImageFormat; 4] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
/// As small as it gets before one sees it.
const JPEG_QUALITY: u8 = 82;

/// Why a picture could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum RenderError {
    #[error("it is no picture of a format that is read")]
    Format,
    #[error("it is larger than can be read once it is unpacked")]
    Unpacked,
    #[error("it is broken: {0}")]
    Broken(#[from] ImageError),
    #[error("it cannot be made smaller: {0}")]
    Resize(#[from] ResizeError),
}

/// A picture no wider than this, and without whatever else its file held. Takes processor time and memory.
pub(super) fn render(bytes: &[u8], width: u32) -> Result<(Format, Vec<u8>), RenderError> {
    let picture = resized(read(bytes)?, width)?;
    let mut made = Vec::new();
    if is_opaque(&picture) {
        let picture = DynamicImage::from(picture.into_rgb8());
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut made, JPEG_QUALITY))?;
        Ok((Format::Jpeg, made))
    } else {
        picture.write_with_encoder(PngEncoder::new(&mut made))?;
        Ok((Format::Png, made))
    }
}

/// The first frame, upright, with 8 bits to each colour.
fn read(bytes: &[u8]) -> Result<DynamicImage, RenderError> {
    let format = image::guess_format(bytes).ok().filter(|format| READ.contains(format)).ok_or(RenderError::Format)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(2 * MAX_UNPACKED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes().max(PIXEL * u64::from(width) * u64::from(height)) > MAX_UNPACKED {
        return Err(RenderError::Unpacked);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder)?;
    let mut picture =
        if picture.has_alpha() { DynamicImage::from(picture.into_rgba8()) } else { DynamicImage::from(picture.into_rgb8()) };
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn resized(picture: DynamicImage, width: u32) -> Result<DynamicImage, RenderError> {
    if picture.width() <= width {
        return Ok(picture);
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(MAX_SIDE).max(1);
    let mut smaller = DynamicImage::new(width, height, picture.color());
    Resizer::new().resize(&picture, &mut smaller, None)?;
    Ok(smaller)
}

fn is_opaque(picture: &DynamicImage) -> bool {
    picture.as_rgba8().is_none_or(|picture| picture.pixels().all(|pixel| pixel.0[3] == u8::MAX))
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.into().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    /// Left red, right blue.
    fn flag(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) })
    }

    /// A grey PNG of a few bytes whose header claims this size.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = png(image::GrayImage::new(2, 2));
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut check = flate2::Crc::new();
        check.update(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&check.sum().to_be_bytes());
        bytes
    }

    fn shown(bytes: &[u8]) -> DynamicImage {
        image::load_from_memory(bytes).unwrap()
    }

    #[test]
    fn a_picture_is_made_smaller_keeps_its_shape_and_is_never_made_larger() {
        let (format, made) = render(&png(flag(400, 600)), 92).unwrap();
        assert_eq!(format, Format::Jpeg);
        assert_eq!((shown(&made).width(), shown(&made).height()), (92, 138));
        let pixels = shown(&made).into_rgb8();
        assert!(pixels[(10, 70)][0] > 150 && pixels[(80, 70)][2] > 150, "the colours are where they were");
        let (_, made) = render(&png(flag(60, 90)), 500).unwrap();
        assert_eq!((shown(&made).width(), shown(&made).height()), (60, 90));
        let (_, made) = render(&png(flag(3000, 2)), 92).unwrap();
        assert_eq!((shown(&made).width(), shown(&made).height()), (92, 1));
    }

    #[test]
    fn what_is_transparent_stays_so_and_what_only_could_be_is_no_png() {
        let clear = RgbaImage::from_fn(200, 300, |x, _| Rgba([0, 90, 0, if x < 100 { 0 } else { 255 }]));
        let (format, made) = render(&png(clear), 92).unwrap();
        assert_eq!(format, Format::Png);
        let pixels = shown(&made).into_rgba8();
        assert_eq!((pixels[(5, 60)][3], pixels[(85, 60)].0), (0, [0, 90, 0, 255]));
        let (format, _) = render(&png(RgbaImage::from_pixel(200, 300, Rgba([1, 2, 3, 255]))), 92).unwrap();
        assert_eq!(format, Format::Jpeg);
    }

    #[test]
    fn a_photograph_stands_upright_and_says_nothing_of_its_camera() {
        // EXIF, little-endian, one entry: the orientation 6, a quarter turn clockwise.
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        let mut photograph = Vec::new();
        let mut encoder = JpegEncoder::new(&mut photograph);
        encoder.set_exif_metadata(exif).unwrap();
        DynamicImage::from(flag(300, 200)).write_with_encoder(encoder).unwrap();
        assert!(photograph.windows(4).any(|part| part == b"Exif"));
        let (_, made) = render(&photograph, 92).unwrap();
        assert_eq!((shown(&made).width(), shown(&made).height()), (92, 138));
        assert!(shown(&made).into_rgb8()[(46, 10)][0] > 150, "what was left is above");
        assert!(!made.windows(4).any(|part| part == b"Exif"));
    }

    #[test]
    fn what_claims_to_be_huge_or_is_no_picture_is_refused() {
        assert!(matches!(render(&claiming(6000, 6000), 92), Err(RenderError::Unpacked)));
        assert!(matches!(render(&claiming(16_000, 16_000), 92), Err(RenderError::Unpacked)));
        assert!(matches!(render(&claiming(60_000, 2), 92), Err(RenderError::Broken(ImageError::Limits(_)))));
        assert!(matches!(render(&claiming(40, 40), 92), Err(RenderError::Broken(_))), "its pixels are not there");
        for text in ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<!doctype html>", "", "BM"] {
            assert!(matches!(render(text.as_bytes(), 92), Err(RenderError::Format)), "{text}");
        }
        let whole = png(flag(40, 40));
        assert!(matches!(render(&whole[..60], 92), Err(RenderError::Broken(_))));
    }
}
