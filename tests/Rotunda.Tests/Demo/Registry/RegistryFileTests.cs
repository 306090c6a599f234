using Rotunda.Demo.Registry;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Demo.Registry;

/// <summary>A registry file that is faulty anywhere is not read at all, and every faulty place is named with its reason.</summary>
public sealed class RegistryFileTests
{
    private const string University = """{"id":"upc","side":"CN","country":"CN","ianaTimeZone":"Asia/Shanghai","names":{"en":"UPC"}}""";

    [Theory]
    [InlineData("", "line 1, byte 1", "is not JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    [InlineData("{\n \"universities\": [,]}", "line 2, byte 19", "is not JSON: ',' is an invalid start of a value.")]
    [InlineData("[]", "(file)", "is a list, not an object")]
    [InlineData("null", "(file)", "is missing; an object is needed")]
    public void What_is_no_object_is_said_at_its_place(string json, string place, string reason) => Assert.Equal([$"{place}: {reason}"], FaultsOf(json));

    [Fact]
    public void A_file_that_nests_without_end_is_no_registry() =>
        Assert.StartsWith("line 1, byte ", Assert.Single(FaultsOf(new string('[', 100_000))), StringComparison.Ordinal);

    [Theory]
    // Wrong types
    [InlineData("\"universities\":{}", "universities: is an object, not a list")]
    [InlineData("\"universities\":[7]", "universities[0].id: is missing; a text is needed", "universities[0]: is a number, not an object")]
    [InlineData("\"association\":{\"names\":{\"en\":1}}", "association.names.en: is a number, not a text", "association.names: needs a text in at least one language")]
    [InlineData("\"association\":{\"names\":{\"fr\":\"x\",\"en\":\"A\"}}", "association.names.fr: «fr» is not a language of this site (en, zh, ru)")]
    [InlineData("\"programmes\":[{\"name\":\"X\",\"bilateral\":\"yes\"}]", "programmes[0].bilateral: is a text, not true or false")]
    [InlineData("\"conferences\":[{\"kind\":\"X\",\"number\":0}]", "conferences[0].number: is not a whole number of at least 1")]
    // Texts that are empty, too long, or not Unicode
    [InlineData("\"governanceFacts\":[{\"fact\":\" \\u0007 \"}]", "governanceFacts[0].fact: is empty; leave it out or write null when it is not known")]
    [InlineData("\"governanceFacts\":[{\"fact\":\"\\ud800\"}]", "governanceFacts[0].fact: is not a text in Unicode")]
    [InlineData("\"programmes\":[{\"id\":\"A B\",\"name\":\"X\"}]", "programmes[0].id: «A B» is not an id: small letters, digits and hyphens, up to 40")]
    // References that lead nowhere
    [InlineData("\"chairTerms\":[{\"kind\":\"rotating\",\"side\":\"CN\",\"university\":\"nobody\"}]", "chairTerms[0].university: no university has the id «nobody»")]
    [InlineData("\"chairTerms\":[{\"kind\":\"king\",\"side\":\"CN\"}]", "chairTerms[0].kind: «king» is neither permanent nor rotating")]
    [InlineData("\"chairTerms\":[{\"kind\":\"rotating\",\"side\":\"XX\"}]", "chairTerms[0].side: no side has the code «XX»")]
    [InlineData("\"conferences\":[{\"kind\":\"X\",\"hosts\":[\"nobody\"]}]", "conferences[0].hosts[0]: no university has the id «nobody»")]
    [InlineData("\"appointments\":[{\"office\":\"x\",\"university\":\"upc\",\"body\":\"nowhere\"}]", "appointments[0].body: no body has the id «nowhere»")]
    [InlineData("\"decisions\":[{\"what\":\"x\",\"body\":\"nowhere\"}]", "decisions[0].body: no body has the id «nowhere»")]
    [InlineData("\"decisions\":[{\"what\":\"x\",\"effects\":[{\"of\":\"institution:nobody\",\"text\":\"x\"}]}]", "decisions[0].effects[0].of: «institution:nobody» is not known; write institution: or body: and an id of this file")]
    [InlineData("\"decisions\":[{\"what\":\"x\",\"effects\":[{\"of\":\"body:nowhere\",\"text\":\"x\"}]}]", "decisions[0].effects[0].of: «body:nowhere» is not known; write institution: or body: and an id of this file")]
    [InlineData("\"decisions\":[{\"what\":\"x\",\"effects\":[{\"of\":\"banana:x\",\"text\":\"x\"},{\"of\":\"body:asrtu\",\"text\":\"x\"},{\"of\":\"institution:upc\",\"text\":\"x\"}]}]", "decisions[0].effects[0].of: «banana:x» is not known; write institution: or body: and an id of this file")]
    [InlineData("\"decisions\":[{\"what\":\"x\",\"effects\":[{\"of\":\"upc\",\"text\":\"x\"}]}]", "decisions[0].effects[0].of: «upc» is not known; write institution: or body: and an id of this file")]
    [InlineData("\"subAlliances\":[{\"id\":\"s\",\"note\":\"x\"}]", "subAlliances[0].names: needs a text in at least one language")]
    [InlineData("\"subAlliances\":[7]", "subAlliances[0]: is a number, not an object")]
    [InlineData("\"conferences\":[{\"kind\":\"X\",\"number\":5},{\"kind\":\"Y\",\"number\":5}]", "conferences[1].number: «5» stands twice")]
    // Dates
    [InlineData("\"memberCounts\":[{\"date\":\"2011-13\"}]", "memberCounts[0].date: «2011-13» is not a date; write 2011, 2011-03, 2011-03-06, a beginning and an end with a slash, or null")]
    [InlineData("\"chairTerms\":[{\"kind\":\"rotating\",\"side\":\"CN\",\"from\":\"2019\",\"to\":\"2017\"}]", "chairTerms[0].to: lies before «from»")]
    [InlineData("\"memberCounts\":[{\"date\":2011}]", "memberCounts[0].date: is a number, not a text")]
    // Twice the same
    [InlineData("\"bodies\":[{\"id\":\"b\",\"names\":{\"en\":\"B\"}},{\"id\":\"b\",\"names\":{\"en\":\"C\"}}]", "bodies[1].id: «b» stands twice")]
    [InlineData("\"bodies\":[{\"id\":\"asrtu\",\"names\":{\"en\":\"B\"}}]", "bodies[0].id: «asrtu» stands twice")]
    [InlineData("\"programmes\":[{\"name\":\"Same\"},{\"name\":\"same!\"}]", "programmes[1]: «same» stands twice")]
    [InlineData("\"documents\":[{\"id\":\"d\",\"title\":{\"en\":\"D\"}},{\"id\":\"d\",\"title\":{\"en\":\"E\"}}]", "documents[1].id: «d» stands twice")]
    [InlineData("\"sides\":[{\"code\":\"CN\",\"names\":{\"en\":\"C\"}},{\"code\":\"CN\",\"names\":{\"en\":\"D\"}}]", "sides[1].code: «CN» stands twice")]
    // Choices
    [InlineData("\"documents\":[{\"id\":\"d\",\"title\":{\"en\":\"D\"},\"visibility\":\"secret\"}]", "documents[0].visibility: «secret» is none of public, members")]
    [InlineData("\"memberCounts\":[{\"confidence\":\"utter\"}]", "memberCounts[0].confidence: «utter» is neither high, medium nor low")]
    public void A_faulty_place_is_named_with_its_reason(string part, params string[] expected) => Assert.Equal(expected, FaultsOf(Around(part)));

    [Theory]
    [InlineData("\"id\":\"upc\"", "\"id\":\"UPC!\"", "universities[0].id: «UPC!» is not an id: small letters, digits and hyphens, up to 40")]
    [InlineData("\"side\":\"CN\"", "\"side\":\"china\"", "universities[0].side: «china» is not a side: two to eight capital letters")]
    [InlineData("\"country\":\"CN\"", "\"country\":\"China\"", "universities[0].country: «China» is not a country: two capital letters, and a territory in brackets where there is one")]
    [InlineData("Asia/Shanghai", "Moon/Base", "universities[0].ianaTimeZone: «Moon/Base» is not an IANA time zone")]
    [InlineData("\"names\":{\"en\":\"UPC\"}", "\"names\":{}", "universities[0].names: needs a name in at least one language")]
    [InlineData("\"names\":", "\"coordinates\":{\"latitude\":1},\"names\":", "universities[0].coordinates: needs both latitude and longitude")]
    [InlineData("\"names\":", "\"coordinates\":{\"latitude\":91,\"longitude\":1},\"names\":", "universities[0].coordinates.latitude: is not a number from -90 to 90", "universities[0].coordinates: needs both latitude and longitude")]
    [InlineData("\"names\":", "\"coordinates\":\"45,126\",\"names\":", "universities[0].coordinates: is a text, not an object")]
    [InlineData("\"names\":", "\"coordinates\":45,\"names\":", "universities[0].coordinates: is a number, not an object")]
    [InlineData("\"names\":", "\"nameConfidence\":\"high\",\"names\":", "universities[0].nameConfidence: is a text, not an object")]
    [InlineData("\"names\":", "\"nameConfidence\":{\"en\":3},\"names\":", "universities[0].nameConfidence.en: is a number, not a text")]
    [InlineData("\"names\":", "\"website\":\"https://upc.edu.cn/\",\"names\":", "universities[0].website: «https://upc.edu.cn/» is not a domain such as hit.edu.cn")]
    [InlineData("\"names\":", "\"membership\":[{\"status\":\"emperor\"}],\"names\":", "universities[0].membership[0].status: «emperor» is neither full, observer, null, nor an office such as «rotating chair (7th)»")]
    [InlineData("\"names\":", "\"membership\":[{\"status\":\"full\",\"joined\":\"long ago\"}],\"names\":", "universities[0].membership[0].joined: «long ago» is not a date; write 2011, 2011-03, 2011-03-06, a beginning and an end with a slash, or null")]
    public void A_faulty_university_is_named_with_its_reason(string right, string wrong, params string[] expected) =>
        Assert.Equal(expected, FaultsOf(Around("\"association\":{\"names\":{\"en\":\"A\"}}", University.Replace(right, wrong, StringComparison.Ordinal))));

    [Fact]
    public void Two_universities_of_one_id_are_named() =>
        Assert.Equal(["universities[1].id: «upc» stands twice"], FaultsOf(Around("\"association\":{\"names\":{\"en\":\"A\"}}", University + "," + University)));

    [Fact]
    public void Bytes_that_are_not_utf_8_are_no_registry_and_their_line_is_named()
    {
        byte[] bytes = [.. "{\n \"association\": \""u8, 0xCF, 0xEE, 0xEB, .. "\"}"u8];

        var (file, faults) = RegistryImport.Read(bytes, ["en", "zh", "ru"]);

        Assert.Null(file);
        Assert.Equal(["line 2: is not UTF-8; save the file in this encoding"], faults.Select(fault => fault.ToString()));
        Assert.NotNull(RegistryImport.Read([0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Around("\"programmes\":[{\"name\":\"Школа\"}]"))], ["en", "zh", "ru"]).File);
    }

    [Fact]
    public void Codes_of_conferences_fit_their_column_however_long_the_place()
    {
        var (place, other) = (string.Join(' ', Enumerable.Repeat("Novosibirsk", 20)), "Санкт-Петербург");
        var event1 = $$"""{"kind":"X","date":"2016-05","place":"{{place}}"}""";

        var (file, faults) = RegistryFileReader.Read(Around($$"""
            "conferences":[{{event1}},{{event1}},{"kind":"Y","date":"2016","place":"{{other}}"}]
            """.Trim()), ["en", "zh", "ru"]);

        Assert.Empty(faults);
        Assert.Equal(["2016-novosibirsk-novosibirsk-novosibirsk", "2016-novosibirsk-novosibirsk-novosibir-2", "2016-event"], file!.Editions.Select(edition => edition.Code));
        Assert.All(file.Editions, edition => Assert.InRange(edition.Code.Length, 1, 40));
    }

    [Fact]
    public void A_faulty_catalogue_of_texts_is_named_with_its_line()
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-texts-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "ru.po"), "msgid \"a\"\nmsgstr no quotes\n");
            File.WriteAllBytes(Path.Combine(folder.FullName, "zh.po"), [.. "msgid \"a\"\nmsgstr \""u8, 0xD6, 0xD0, .. "\"\n"u8]);

            Assert.Equal(["ru.po, line 2: a text stands in double quotes.", "zh.po, line 2: is not UTF-8; save the file in this encoding"], DataTexts.Read(folder.FullName, "en").Faults.Select(fault => fault.ToString()));
            Assert.Equal(["/nowhere/texts: there is no such folder"], DataTexts.Read("/nowhere/texts", "en").Faults.Select(fault => fault.ToString()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Overlong_texts_are_refused_with_their_length()
    {
        var (name, fact) = (new string('я', 301), new string('x', 2001));

        Assert.Equal(
            ["association.names.ru: has 301 characters; 300 are allowed", "governanceFacts[0].fact: has 2001 characters; 2000 are allowed"],
            FaultsOf(Around($"\"association\":{{\"names\":{{\"ru\":\"{name}\"}}}},\"governanceFacts\":[{{\"fact\":\"{fact}\"}}]")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = FaultsOf(Around("""
            "association":{"names":{"en":"A"},"founded":"once"},
            "memberCounts":[{"date":"2011-13"},{"date":"2012","fullCN":-1}],
            "programmes":[{"name":7}],
            "documents":[{"id":"d","title":{}}]
            """));

        Assert.Equal(
            ["association.founded", "documents[0].title", "memberCounts[0].date", "memberCounts[1].fullCN", "programmes[0].name"],
            faults.Select(fault => fault.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_association_of_the_demonstration_has_no_fault() =>
        Assert.Empty(FaultsOf(File.ReadAllText(Repository.PathOf("src", "Rotunda", "Demo", "asrtu.json"))));

    /// <summary>A file that is right but for one part.</summary>
    private static string Around(string part, string universities = University)
    {
        var own = part.StartsWith("\"universities\"", StringComparison.Ordinal) ? "" : $",\"universities\":[{universities}]";
        var association = part.Contains("\"association\"", StringComparison.Ordinal) ? "" : "\"association\":{\"names\":{\"en\":\"A\"}},";
        return $"{{{association}{part}{own}}}";
    }

    private static IReadOnlyList<string> FaultsOf(string json)
    {
        var (file, faults) = RegistryFileReader.Read(json, ["en", "zh", "ru"]);
        Assert.Equal(faults.Count > 0, file is null);
        return [.. faults.Select(fault => fault.ToString())];
    }
}
