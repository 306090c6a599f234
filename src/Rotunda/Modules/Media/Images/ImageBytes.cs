using Rotunda.Modules.Media.Images.Formats;

namespace Rotunda.Modules.Media.Images;

/// <summary>A picture that was verified from its bytes and written anew without what only its maker should know.</summary>
/// <param name="MediaType">By the content.</param>
/// <param name="Extension">With the dot.</param>
/// <param name="Width">In points as the picture is shown, turned as its maker held the camera.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Content">The same pixels without place, time, camera, comments, thumbnails and whatever follows the picture.</param>
public sealed record ImageBytes(string MediaType, string Extension, int Width, int Height, byte[] Content)
{
    /// <summary>In bytes.</summary>
    public const int Largest = 15 * 1024 * 1024;

    /// <summary>The most points that are decoded: a small file can promise a picture that fills the memory.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>The longest side that WebP can hold.</summary>
    public const int LongestSide = 16_383;

    /// <summary>Reads JPEG, PNG, WebP and GIF; what is anything else, damaged, moving or too large is refused.</summary>
    /// <returns>The picture, or the key of what is wrong with it.</returns>
    public static (ImageBytes? Image, string? FaultKey) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Largest) return (null, "fault.image-size");
        try
        {
            var image = bytes switch
            {
                _ when JpegFormat.IsOne(bytes) => JpegFormat.Read(bytes),
                _ when PngFormat.IsOne(bytes) => PngFormat.Read(bytes),
                _ when WebpFormat.IsOne(bytes) => WebpFormat.Read(bytes),
                _ when GifFormat.IsOne(bytes) => GifFormat.Read(bytes),
                _ => throw new ImageFaultException("fault.image-kind"),
            };
            if (image.Width < 1 || image.Height < 1) return (null, "fault.image-damaged");
            return image.Width > LongestSide || image.Height > LongestSide || (long)image.Width * image.Height > MostPixels ? (null, "fault.image-pixels") : (image, null);
        }
        catch (ImageFaultException fault)
        {
            return (null, fault.Key);
        }
    }
}

/// <summary>Why a picture is refused; never leaves <see cref="ImageBytes.Read"/>.</summary>
internal sealed class ImageFaultException(string key) : Exception(key)
{
    public string Key { get; } = key;

    public static ImageFaultException Damaged() => new("fault.image-damaged");
}
