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
