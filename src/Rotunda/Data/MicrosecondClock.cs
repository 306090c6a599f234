using NodaTime;

namespace Rotunda.Data;

/// <summary>The system clock, cut to whole microseconds: what PostgreSQL keeps, so that an instant reads back as it was written.</summary>
public sealed class MicrosecondClock : IClock
{
#pragma warning disable RS0030 // the one place that reads the system clock
    public Instant GetCurrentInstant() => Truncate(SystemClock.Instance.GetCurrentInstant());
#pragma warning restore RS0030

    public static Instant Truncate(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - ((ticks % 10) + 10) % 10);
    }
}
