using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Translation.Interchange;

/// <summary>Languages as other tools name them.</summary>
public static class LanguageTags
{
    extension(SiteLanguages languages)
    {
        /// <summary>The site's language of a BCP 47 tag: <c>zh-CN</c> and <c>zh-Hans</c> are both <c>zh</c>; null when the site does not speak it.</summary>
        public Language? FindTag(string tag) => languages.Find(tag) ?? languages.Find(tag.Split('-', '_')[0].ToLowerInvariant());
    }
}
