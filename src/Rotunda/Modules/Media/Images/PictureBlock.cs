using Microsoft.AspNetCore.Html;

namespace Rotunda.Modules.Media.Images;

/// <summary>A picture in a text: the partial view <c>_Picture</c> draws it.</summary>
/// <param name="Picture">From the library.</param>
/// <param name="Alternative">What the text says instead of the library's alternative text; null or empty to take that.</param>
/// <param name="Caption">What the text says below it; null to take the library's.</param>
public sealed record PictureBlock(Picture Picture, string? Alternative = null, IHtmlContent? Caption = null)
{
    /// <summary>Where the partial view lies, for pages of other modules.</summary>
    public const string View = "/Modules/Media/Images/_Picture.cshtml";
}
