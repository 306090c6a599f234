using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data.Values;

namespace Rotunda.Data.Settings;

/// <summary>A group of settings as it is stored.</summary>
public sealed class SettingsRow : IEditable
{
    /// <summary>The name of the group.</summary>
    public required string Group { get; init; }

    public required string Json { get; set; }

    public int Version { get; set; }
}

internal sealed class SettingsRowConfiguration : IEntityTypeConfiguration<SettingsRow>
{
    public void Configure(EntityTypeBuilder<SettingsRow> builder)
    {
        builder.ToTable("settings");
        builder.HasKey(row => row.Group);
        builder.Property(row => row.Group).HasMaxLength(80);
    }
}

/// <summary>A small record of settings that belong together, with the values that hold while nobody set others.</summary>
public interface ISettingsGroup<out TSelf> where TSelf : ISettingsGroup<TSelf>
{
    /// <summary>The name under which the group is stored.</summary>
    static abstract string Group { get; }

    static abstract TSelf Default { get; }
}

/// <summary>Reads and writes groups of settings; what was read is kept until a group is written or <see cref="Forget"/> is called.</summary>
public sealed class SettingsStore(IDbContextFactory<RotundaDb> contexts, ILogger<SettingsStore> logger)
{
    private readonly ConcurrentDictionary<string, object> _read = new(StringComparer.Ordinal);

    /// <summary>A group as it is stored, or its default while nobody set one. What cannot be read any more is logged and counts as not set.</summary>
    public async ValueTask<T> GetAsync<T>(CancellationToken cancellationToken = default) where T : class, ISettingsGroup<T>
    {
        if (_read.TryGetValue(T.Group, out var known)) return (T)known;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = T.Group;
        var json = await db.Set<SettingsRow>().Where(row => row.Group == name).Select(row => row.Json).FirstOrDefaultAsync(cancellationToken);
        var group = json is null ? T.Default : Read<T>(json);
        _read[T.Group] = group;
        return group;
    }

    private T Read<T>(string json) where T : class, ISettingsGroup<T>
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(json, StoredJson.Options) is { } group) return group;
            logger.LogError("The stored settings «{Group}» are empty; the defaults hold", T.Group);
        }
        catch (JsonException error)
        {
            logger.LogError(error, "The stored settings «{Group}» cannot be read; the defaults hold", T.Group);
        }

        return T.Default;
    }

    /// <summary>Puts a group into the transaction of an operation. The operation calls <see cref="Forget"/> after its commit.</summary>
    public static async Task PutAsync<T>(RotundaDb db, T group, CancellationToken cancellationToken) where T : class, ISettingsGroup<T>
    {
        var json = JsonSerializer.Serialize(group, StoredJson.Options);
        if (await db.Set<SettingsRow>().FindAsync([T.Group], cancellationToken) is { } row) row.Json = json;
        else db.Add(new SettingsRow { Group = T.Group, Json = json });
    }

    /// <summary>Drops what was read, so that the next reader sees what was committed.</summary>
    public void Forget() => _read.Clear();
}
