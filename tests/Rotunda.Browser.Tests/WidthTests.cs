using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Pages fit the screens they are read on, from a narrow phone to a wide desk, and text at twice its size.</summary>
public sealed class WidthTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    /// <summary>What reaches beyond the screen, is cut off, is too small to hit or to read; parts of the header that lie on each other; a header that is too low or too high.</summary>
    private const string Misfits = """
        () => {
          const found = [], say = (what, element) => found.push(`${location.pathname} at ${innerWidth}: ${what}: ${element.tagName.toLowerCase()}.${element.className.baseVal ?? element.className} «${(element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60)}»`);
          const page = document.documentElement;
          if (page.scrollWidth > innerWidth) say(`the page is ${page.scrollWidth} wide`, page);
          const scrolls = element => { for (let up = element.parentElement; up; up = up.parentElement) { const style = getComputedStyle(up); if (style.overflowX === "auto" || style.textOverflow === "ellipsis") return true; } return false; };
          for (const element of document.body.querySelectorAll("*")) {
            if (!element.checkVisibility({ contentVisibilityAuto: true }) || element.closest("svg, .skip, .visually-hidden")) continue;
            const style = getComputedStyle(element), box = element.getBoundingClientRect();
            if (box.width === 0 || box.height === 0) continue;
            if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(element)) say(`reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`, element);
            const owns = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 0);
            if (owns && parseFloat(style.fontSize) < 12) say(`text of ${style.fontSize}`, element);
            if (owns && style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1) say("is cut off", element);
            if (element.matches("a, button, summary, select, input:not([type=hidden]), textarea") && style.display !== "inline" && (box.width < 24 || box.height < 24)
              && !element.matches("label input")) say(`is a target of ${Math.round(box.width)} by ${Math.round(box.height)}`, element);
          }
          const parts = [...document.querySelectorAll(".top a, .top summary")].filter(part => part.checkVisibility()).map(part => [part, part.getBoundingClientRect()]);
          parts.forEach(([first, a], index) => parts.slice(index + 1)
            .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
            .forEach(([second]) => say(`lies on ${second.textContent.trim()}`, first)));
          const header = document.querySelector(".top-row");
          if (header.offsetHeight < 44 || header.offsetHeight > 110) say(`the header is ${header.offsetHeight} high`, header);
          return found;
        }
        """;

    /// <summary>What stands alone and is too small for a finger; a box to tick together with its label.</summary>
    private const string SmallTargets = """
        () => [...document.body.querySelectorAll("a, button, summary, select, input:not([type=hidden]), textarea")].flatMap(element => {
          if (!element.checkVisibility({ contentVisibilityAuto: true }) || element.closest("svg, .skip, .visually-hidden") || getComputedStyle(element).display === "inline") return [];
          const own = element.getBoundingClientRect(), isBox = element.matches("[type=checkbox], [type=radio]");
          const boxes = isBox ? [own, ...[...element.labels].map(label => label.getBoundingClientRect())] : [own];
          const width = Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left));
          const height = Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top));
          if (own.width === 0 || (width > 43.5 && height > 43.5)) return [];
          return [`${location.pathname}: ${Math.round(width)} by ${Math.round(height)}: ${element.tagName.toLowerCase()}.${element.className} in ${element.parentElement.className} «${element.textContent.trim().slice(0, 40)}»`];
        })
        """;

    public static TheoryData<string> PublicPages => Places.Public;

    [Theory]
    [MemberData(nameof(PublicPages))]
    public async Task Public_page_fits(string path)
    {
        var (tab, large) = (await OpenAsync(), await OpenAsync(isTextLarge: true));
        foreach (var language in Places.Languages)
        {
            await tab.GoAsync($"/{language}{path}");
            await AssertFitsAsync(tab, 360, 768, 1100, 1440);
            // Russian has the longest words
            if (language != "ru") continue;
            await large.GoAsync($"/{language}{path}");
            await AssertFitsAsync(large, 720, 1440);
        }
    }

    [Fact]
    public async Task Desk_pages_fit()
    {
        foreach (var isTextLarge in new[] { false, true })
        {
            var tab = await OpenAsync(isTextLarge: isTextLarge);
            await tab.EnterAsync("Demonstration secretariat");
            foreach (var language in Places.Languages.Where(language => !isTextLarge || language == "ru"))
            {
                foreach (var path in Places.Desk)
                {
                    await tab.GoAsync($"/{language}{path.Data}");
                    await AssertFitsAsync(tab, isTextLarge ? [720, 1440] : [360, 768, 1100, 1440]);
                }
            }
        }
    }

    [Fact]
    public async Task Targets_on_a_touch_screen_are_as_large_as_a_finger()
    {
        var tab = await OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        var (open, found) = (Places.Public.Select(path => path.Data).ToList(), new List<string>());
        foreach (var language in Places.Languages)
        {
            foreach (var path in open)
            {
                await tab.GoAsync($"/{language}{path}");
                found.AddRange(await tab.FindAsync(SmallTargets));
            }
        }

        await tab.EnterAsync("Demonstration secretariat");
        foreach (var (path, index) in Places.Desk.Select((path, index) => (path.Data, index)))
        {
            await tab.GoAsync($"/{Places.Languages[index % Places.Languages.Count]}{path}");
            found.AddRange(await tab.FindAsync(SmallTargets));
        }

        Nothing(found);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("ru")]
    public async Task Pages_of_errors_fit(string language)
    {
        var tab = await OpenAsync();
        foreach (var (path, status) in Places.Errors)
        {
            await tab.GoAsync($"/{language}{path}", status);
            await AssertFitsAsync(tab, 360, 768, 1440);
        }
    }

    private static async Task AssertFitsAsync(Tab tab, params int[] widths)
    {
        foreach (var width in widths)
        {
            await tab.Page.SetViewportSizeAsync(width, 800);
            Nothing(await tab.FindAsync(Misfits));
        }
    }
}
