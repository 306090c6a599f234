using System.Text.Json;
using NodaTime;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Xunit;

namespace Rotunda.Tests.Data.Values;

public sealed class StoredJsonTests
{
    private sealed record Everything(PartialDate Date, LocalizedText Text, LocalDate Day, Instant At, Confidence Confidence, string? Missing = null);

    [Fact]
    public void Values_are_written_as_text_that_people_can_read_and_read_back()
    {
        var value = new Everything(
            PartialDate.Parse("2016-05-24/2016-05-26"), LocalizedText.Of(("zh", "年会"), ("en", "Rectors’ “forum” & <more>")), new LocalDate(2022, 6, 3),
            Instant.FromUtc(2026, 11, 22, 12, 0) + Duration.FromNanoseconds(123_456_000), Confidence.High);

        var json = JsonSerializer.Serialize(value, StoredJson.Options);

        Assert.Equal(
            """{"date":"2016-05-24/2016-05-26","text":{"en":"Rectors’ “forum” & <more>","zh":"年会"},"day":"2022-06-03","at":"2026-11-22T12:00:00.123456Z","confidence":"high"}""",
            json);
        Assert.Equal(value, JsonSerializer.Deserialize<Everything>(json, StoredJson.Options));
    }

    [Theory]
    [InlineData("""{"date":"spring"}""")]
    [InlineData("""{"day":"2022-13-01"}""")]
    [InlineData("""{"at":"yesterday"}""")]
    [InlineData("""{"date":2011}""")]
    [InlineData("""{"text":["en"]}""")]
    [InlineData("""{"confidence":"utter"}""")]
    public void What_is_not_the_value_is_faulty_json(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Everything>(json, StoredJson.Options));

    [Fact]
    public void Audit_details_keep_their_ground()
    {
        var details = new AuditDetails("Demonstration secretariat", [new FieldChange("zone", null, "Asia/Harbin")], new Citation("letter", Confidence.Low, Publishable: false, "2015-1"), "why");

        var back = JsonSerializer.Deserialize<AuditDetails>(JsonSerializer.Serialize(details, StoredJson.Options), StoredJson.Options)!;

        Assert.Equal(details.Ground, back.Ground);
        Assert.Equal(details.Changes, back.Changes);
        Assert.Equal((details.Actor, details.Note), (back.Actor, back.Note));
    }
}
