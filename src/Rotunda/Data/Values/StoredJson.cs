using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Rotunda.Data.Values;

/// <summary>How values are written into JSON columns, settings, audit payloads and outbox messages.</summary>
public static class StoredJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new TextConverter<PartialDate>(PartialDate.Parse, date => date.ToString()),
            new LocalizedTextConverter(),
            new TextConverter<LocalDate>(text => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value, NodaTime.Text.LocalDatePattern.Iso.Format),
            new TextConverter<Instant>(text => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value, NodaTime.Text.InstantPattern.ExtendedIso.Format),
        },
    };

    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException($"A {typeof(T).Name} is written as text.");
            try
            {
                return parse(reader.GetString()!);
            }
            catch (FormatException error)
            {
                throw new JsonException(error.Message, error);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
    }

    private sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
    {
        public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LocalizedText.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var language in value.Languages) writer.WriteString(language, value[language]);
            writer.WriteEndObject();
        }
    }
}
