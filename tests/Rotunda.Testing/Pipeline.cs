using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Rotunda.Testing;

/// <summary>
/// Lets go of a site that has ended. The middleware of rate limits is never disposed, and the timers of its limiters hold it, and with it the whole
/// program, until the process ends: nothing to one that serves one site, and gigabytes to one that tests two hundred.
/// </summary>
internal sealed class Pipeline : IStartupFilter
{
    private RequestDelegate? _first;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => _first = following);
        next(app);
    };

    /// <summary>Ends the timers of every limiter. To be called when nobody asks the site any more.</summary>
    public async Task LetGoAsync()
    {
        var (open, seen) = (new Stack<object>(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        if (_first?.Target is { } first) open.Push(first);
        while (open.TryPop(out var part))
        {
            if (!seen.Add(part)) continue;
            foreach (var field in part.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                var value = field.GetValue(part);
                if (value is RequestDelegate { Target: { } target }) open.Push(target);
                else if (value is IAsyncDisposable limiter && field.Name.EndsWith("Limiter", StringComparison.Ordinal)) await limiter.DisposeAsync();
            }
        }

        _first = null;
    }
}
