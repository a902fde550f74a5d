using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Evidence.Contents;

namespace NhiPortal.Tests.Features.Evidence.Contents;

/// <summary>What other tools read of the controls is OSCAL by NIST's own schema, and says what the portal says.</summary>
public sealed class OscalResultsTests(ContentsMade made) : IClassFixture<ContentsMade>
{
    private const string Schema = "tests/NhiPortal.Tests/Fixtures/Oscal/oscal_assessment-results_schema-1.2.1.json", Sha256 = "4f9e277a177adbcca9527612ce450a33dc6096773fa229d413d801d196c61985";

    private static readonly Lazy<JsonSchema> Official = new(Read);

    [Fact]
    public void Results_OfEveryFramework_AreValidByTheOfficialSchema()
    {
        using var results = JsonDocument.Parse(made.Files[OscalResults.File]);
        Assert.Equal("", Faults(results.RootElement));
    }

    [Theory]
    [InlineData("uuid", "0195a1b2-0000-7000-8000-000000000001")]
    [InlineData("results", null)]
    public void Schema_OfWhatIsWrong_FindsIt(string member, string? value)
    {
        var results = JsonNode.Parse(made.Files[OscalResults.File])!;
        results["assessment-results"]![member] = value;
        using var changed = JsonDocument.Parse(results.ToJsonString());
        Assert.NotEqual("", Faults(changed.RootElement));
    }

    [Fact]
    public void EveryControl_IsAFindingAtBothMoments_WithItsEvidence()
    {
        var results = Results();
        Assert.Equal(2, results.Count);
        var controls = ControlCatalogue.Shipped.Controls;
        Assert.All(results, result =>
        {
            var findings = result!["findings"]!.AsArray();
            Assert.Equal(controls.Select(control => $"{control.Framework} {control.Id}").Order(StringComparer.Ordinal), findings.Select(finding => $"{Prop(finding!, "framework")} {Prop(finding!, "control-id")}").Order(StringComparer.Ordinal));
            var observations = result["observations"]!.AsArray().Select(one => one!["uuid"]!.GetValue<string>()).ToHashSet();
            Assert.Equal(EvidenceQueries.All.Count, observations.Count);
            Assert.All(findings, finding => Assert.All(finding!["related-observations"]?.AsArray() ?? [], related => Assert.Contains(related!["observation-uuid"]!.GetValue<string>(), observations)));
        });
        Assert.Equal(controls.Count, controls.Select(control => (control.Framework, OscalNames.Token(control))).Distinct().Count());
        Assert.Equal("ac-2.4", OscalNames.Token(ControlCatalogue.Shipped.ControlOf("sp-800-53", "AC-2(4)")!));
    }

    [Fact]
    public void EachQuery_TellsPopulationLimitAndWhatFails()
    {
        var asked = Results()[1]!["observations"]!.AsArray();
        var failing = asked.Where(one => Prop(one!, "failing") != "0").ToList();
        Assert.NotEmpty(failing);
        // One thing may fail for two reasons; none that fails is missing.
        Assert.All(failing, one => Assert.True(one!["subjects"]!.AsArray().Count >= int.Parse(Prop(one!, "failing"), System.Globalization.CultureInfo.InvariantCulture), Prop(one!, "query")));
        var owners = asked.Single(one => Prop(one!, "query") == "owner-coverage")!;
        Assert.Contains(owners["subjects"]!.AsArray(), subject => Prop(subject!, "kind") == "Integration" && Prop(subject!, "name").StartsWith("=HYPERLINK", StringComparison.Ordinal));
        Assert.Equal(("100", "80"), (Prop(owners, "met-at-percent"), Prop(owners, "partly-at-percent")));
    }

    [Fact]
    public void Uuid_OfTheSameName_IsTheSame_AndOfVersionFive()
    {
        Assert.Equal(OscalNames.Uuid("a", "b"), OscalNames.Uuid("a", "b"));
        Assert.NotEqual(OscalNames.Uuid("a", "b"), OscalNames.Uuid("a", "c"));
        Assert.Equal('5', OscalNames.Uuid("a")[14]);
    }

    private JsonArray Results() => JsonNode.Parse(made.Files[OscalResults.File])!["assessment-results"]!["results"]!.AsArray();

    private static string Prop(JsonNode node, string name) => node["props"]!.AsArray().Single(prop => prop!["name"]!.GetValue<string>() == name)!["value"]!.GetValue<string>();

    private static string Faults(JsonElement results)
    {
        var verdict = Official.Value.Evaluate(results, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return verdict.IsValid ? "" : string.Join('\n', (verdict.Details ?? []).Where(detail => detail.Errors is not null).Take(10).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}").Append("not valid"));
    }

    private static JsonSchema Read()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, Schema));
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return JsonSchema.FromText(Encoding.UTF8.GetString(bytes));
    }
}
