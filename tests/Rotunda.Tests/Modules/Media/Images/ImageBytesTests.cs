using System.Text;
using Rotunda.Demo.Seeds;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Media.Images.Formats;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Media.Images;

/// <summary>Pictures are what their bytes are; what they say of their maker is gone, and hostile ones are refused.</summary>
public sealed class ImageBytesTests
{
    public static TheoryData<string> Kinds => ["png", "jpeg", "webp", "gif"];

    private static byte[] Of(string kind) => kind switch { "png" => Pictures.Png(), "jpeg" => Pictures.Jpeg(), "webp" => Pictures.Webp(), _ => Pictures.Gif() };

    [Theory]
    [InlineData("png", "image/png", ".png", 8, 6)]
    [InlineData("jpeg", "image/jpeg", ".jpg", 30, 40)]
    [InlineData("webp", "image/webp", ".webp", 20, 10)]
    [InlineData("gif", "image/gif", ".gif", 3, 2)]
    public void Kind_and_size_are_read_and_secrets_are_gone(string kind, string mediaType, string extension, int width, int height)
    {
        var (image, fault) = ImageBytes.Read(Of(kind));

        Assert.Null(fault);
        Assert.Equal((mediaType, extension, width, height), (image!.MediaType, image.Extension, image.Width, image.Height));
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(image.Content), StringComparison.Ordinal);
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(image.Content), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stripping_twice_changes_nothing(string kind)
    {
        var once = ImageBytes.Read(Of(kind)).Image!;

        var twice = ImageBytes.Read(once.Content).Image!;

        Assert.Equal(once.Content, twice.Content);
        Assert.Equal((once.Width, once.Height), (twice.Width, twice.Height));
    }

    [Fact]
    public void The_way_a_picture_is_turned_is_all_that_stays_of_Exif()
    {
        var turned = ImageBytes.Read(Pictures.Jpeg(orientation: 6)).Image!;
        var upright = ImageBytes.Read(Pictures.Jpeg(orientation: 1)).Image!;

        Assert.Equal((30, 40, 40, 30), (turned.Width, turned.Height, upright.Width, upright.Height));
        var exif = turned.Content.AsSpan().IndexOf("Exif\0\0"u8);
        Assert.Equal(6, JpegFormat.Orientation(turned.Content.AsSpan(exif + 6)));
        Assert.Equal(-1, upright.Content.AsSpan().IndexOf("Exif"u8));
        Assert.Equal(36, turned.Content.Length - upright.Content.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_ends_early_is_damaged_wherever_it_ends(string kind)
    {
        var whole = ImageBytes.Read(Of(kind)).Image!.Content;

        for (var length = 0; length < whole.Length; length++)
            Assert.Contains(ImageBytes.Read(whole.AsSpan(0, length)).FaultKey, (string[])["fault.image-damaged", "fault.image-kind"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_changed_byte_breaks_nothing_else(string kind)
    {
        var whole = Of(kind);

        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var value in (byte[])[0, 0x7F, 0xFF])
            {
                var broken = (byte[])whole.Clone();
                broken[at] = value;
                var (image, fault) = ImageBytes.Read(broken);
                Assert.True(image is null != fault is null);
                if (image is not null) Assert.Equal(image.Content, ImageBytes.Read(image.Content).Image!.Content);
            }
        }
    }

    [Fact]
    public void Moving_pictures_are_refused()
    {
        Assert.Equal("fault.image-animated", ImageBytes.Read(Pictures.Gif(pictures: 2)).FaultKey);
        Assert.Equal("fault.image-animated", ImageBytes.Read(Pictures.Webp(isAnimated: true)).FaultKey);
        Assert.Equal("fault.image-animated", ImageBytes.Read(Pictures.Png(isAnimated: true)).FaultKey);
    }

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(16_384, 10)]
    [InlineData(10_000, 5_001)]
    public void Gigantic_pictures_are_refused_by_their_head(int width, int height) =>
        Assert.Equal("fault.image-pixels", ImageBytes.Read(Pictures.Png(width, height)).FaultKey);

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("BM\0\0\0\0")]
    [InlineData("II*\0")]
    [InlineData("\0\0\0\u001Cftypheic")]
    [InlineData("<html><img src=x onerror=alert(1)>")]
    [InlineData("")]
    public void Everything_else_is_no_picture(string content) => Assert.Equal("fault.image-kind", ImageBytes.Read(Encoding.Latin1.GetBytes(content)).FaultKey);

    [Fact]
    public void A_thumbnail_inside_JFIF_is_taken_out()
    {
        byte[] jfif = [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9];
        var source = Pictures.Jpeg(orientation: 1);
        byte[] withThumbnail = [0xFF, 0xD8, 0xFF, 0xE0, 0, (byte)(jfif.Length + 2), .. jfif, .. source[20..]];

        Assert.Equal(ImageBytes.Read(source).Image!.Content, ImageBytes.Read(withThumbnail).Image!.Content);
    }

    [Fact]
    public void The_demonstrations_picture_is_the_same_on_every_machine_and_the_one_that_its_article_names()
    {
        var drawn = ImageBytes.Read(Emblem.Draw()).Image!;

        Assert.Equal((Emblem.Width, Emblem.Height), (drawn.Width, drawn.Height));
        Assert.True(drawn.Content.Length < 60_000, $"It takes {drawn.Content.Length} bytes.");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(drawn.Content));
        Assert.All((string[])["en", "zh", "ru"], language => Assert.Contains(
            $"(file:{hash}/emblem.png ", File.ReadAllText(Repository.PathOf("src", "Rotunda", "Demo", "articles", "founding-2011", language + ".md")), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4000, 3000, 500, 500, 1200, 630, 1200, 900, 0, 135)]
    [InlineData(4000, 3000, 500, 0, 1200, 630, 1200, 900, 0, 0)]
    [InlineData(4000, 1000, 1000, 500, 480, 480, 1920, 480, 1440, 0)]
    [InlineData(1000, 4000, 500, 250, 480, 480, 480, 1920, 0, 240)]
    public void A_crop_keeps_the_focus_as_near_to_its_middle_as_can_be(int width, int height, int x, int y, int frameWidth, int frameHeight, int coverWidth, int coverHeight, int left, int top)
    {
        var image = new Image { Code = "a", Name = "a.png", Hash = new string('0', 64), MediaType = "image/png", UploaderName = "", Width = width, Height = height, FocusX = x, FocusY = y };

        Assert.Equal(((coverWidth, coverHeight), left, top), Vips.Window(image, frameWidth, frameHeight));
    }
}
