using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Media;

/// <summary>What people may do with pictures and attachments.</summary>
public static class MediaActs
{
    public const string KeepPicturesName = "media.pictures.keep";

    /// <summary>Upload pictures and attachments, describe pictures, set their focus, take both away.</summary>
    public static readonly Act KeepPictures = new(KeepPicturesName);
}
