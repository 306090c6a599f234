using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>The pages that are looked at, without their language.</summary>
public static class Places
{
    public const string Retold = "/news/2022/upc-at-fifth-annual-conference";

    /// <summary>An article with a picture.</summary>
    public const string Illustrated = "/news/2011/thirty-universities-found-asrtu";

    public const string RetoldInRussian = "/news/2022/pyataya-konferentsiya-aturk-knu";

    public const string RetoldInChinese = "/news/2022/di-wu-jie-nianhui-shiyou-daxue";

    public static IReadOnlyList<string> Languages { get; } = ["en", "zh", "ru"];

    /// <summary>Every kind of public page.</summary>
    public static TheoryData<string> Public =>
    [
        "", "/members", "/members/upc", "/members/leti", "/leadership", "/leadership?on=2022-06-03", "/bodies", "/bodies/asrtu", "/bodies/green",
        "/history", "/programmes", "/programmes/satellites", "/documents", "/conferences", "/conferences/2022", "/conferences/2016-yekaterinburg",
        "/conferences/2027", "/resolutions", "/resolutions/2015-1", "/news", "/news/2022", "/news/2022/06", "/newsletter", Retold, Illustrated, "/about", "/faq", "/search", "/search?q=harbin", "/contact", "/archive",
        "/account/sign-in", "/account/reset", "/account/reset/new", "/account/reset/new/token", "/apply", "/demo", "/demo/tour",
    ];

    /// <summary>Pages that say what went wrong: nothing there, and a question that cannot be read.</summary>
    public static IReadOnlyList<(string Path, int Status)> Errors { get; } = [("/nowhere", 404), ("/members/nobody", 404), ("/members?on=tomorrow", 400)];

    /// <summary>Every kind of page behind the sign-in, as the secretariat sees it.</summary>
    public static TheoryData<string> Desk =>
    [
        "/desk", "/desk/institutions", "/desk/institutions/upc", "/desk/institutions/upc/memberships/new", "/desk/names", "/desk/terms", "/desk/proposals",
        "/desk/audit", "/desk/guide", "/desk/termbase", "/desk/termbase/new", "/desk/memory", "/desk/handouts", "/desk/invitations", "/desk/registry", "/desk/registry/association", "/desk/registry/editions", "/desk/registry/editions/new", "/desk/registry/sessions/new", "/desk/registry/resolutions/new",
        "/desk/registry/effects/new", "/desk/registry/sides", "/desk/registry/rules/new", "/desk/import", "/desk/circulars", "/desk/circulars/draft", "/desk/applications", "/desk/handovers", "/desk/accounts",
        "/desk/articles", "/desk/articles/new", "/desk/translations", "/account/credits", "/desk/topics", "/desk/topics/conference", "/desk/addresses", "/desk/addresses/article/founding-2011", "/desk/newsletter", "/desk/images", "/desk/attachments", "/desk/news/submissions", "/desk/news/old-pages",
        "/account", "/account/providers", "/account/sessions", "/account/second-step", "/account/email", "/account/password", "/account/data",
    ];
}
