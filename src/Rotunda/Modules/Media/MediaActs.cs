using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Media;

/// <summary>What people may do with pictures.</summary>
public static class MediaActs
{
    public const string KeepPicturesName = "media.pictures.keep";

    /// <summary>Upload pictures, describe them, set their focus, take them away.</summary>
    public static readonly Act KeepPictures = new(KeepPicturesName);
}
