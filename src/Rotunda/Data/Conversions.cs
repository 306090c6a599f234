using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using Rotunda.Data.Values;

namespace Rotunda.Data;

/// <summary>An instant as a UTC date and time: <c>timestamptz</c> on PostgreSQL, sortable text on SQLite.</summary>
public sealed class InstantConverter() : ValueConverter<Instant, DateTime>(
    instant => instant.ToDateTimeUtc(), stored => Instant.FromDateTimeUtc(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

/// <summary>A calendar day without a zone.</summary>
public sealed class LocalDateConverter() : ValueConverter<LocalDate, DateOnly>(day => day.ToDateOnly(), stored => LocalDate.FromDateOnly(stored));

/// <summary>A partial date as its Extended Date/Time Format text.</summary>
public sealed class PartialDateConverter() : ValueConverter<PartialDate, string>(date => date.ToString(), text => PartialDate.Parse(text));

/// <summary>A small text in several languages as a JSON object.</summary>
public sealed class LocalizedTextConverter() : ValueConverter<LocalizedText, string>(text => text.ToJson(), json => LocalizedText.FromJson(json));

/// <summary>One of some named values as its name. In place of the framework's own converter, which native code cannot be made for in advance and would be compiled at every start, once for each kind of value.</summary>
[SuppressMessage("Usage", "CA2263:Prefer generic overload when type is known", Justification = "The generic ones would have to be compiled at every start too.")]
public sealed class NameConverter<T>() : ValueConverter<T, string>(value => value.ToString(), name => Of(name)) where T : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames(typeof(T));
    private static readonly T[] Values = (T[])Enum.GetValues(typeof(T));

    /// <exception cref="InvalidDataException">A later version stored a value that this one does not know.</exception>
    private static T Of(string name)
    {
        for (var i = 0; i < Names.Length; i++)
            if (Names[i] == name) return Values[i];
        throw new InvalidDataException($"«{name}» is no {typeof(T).Name}.");
    }
}

/// <summary>A value that is read and written as a whole, as JSON.</summary>
public sealed class JsonColumnConverter<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, StoredJson.Options), json => JsonSerializer.Deserialize<T>(json, StoredJson.Options)!);

/// <summary>Compares values by their JSON, and keeps a copy of it to see changes.</summary>
public sealed class JsonColumnComparer<T>() : ValueComparer<T>(
    (left, right) => JsonSerializer.Serialize(left, StoredJson.Options) == JsonSerializer.Serialize(right, StoredJson.Options),
    value => JsonSerializer.Serialize(value, StoredJson.Options).GetHashCode(StringComparison.Ordinal),
    value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, StoredJson.Options), StoredJson.Options)!);

public static class ConversionExtensions
{
    /// <summary>Stores a value as JSON in a text column.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion<JsonColumnConverter<T>, JsonColumnComparer<T>>();
}
