using System.Text;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Findings;
using NhiPortal.Features.Controls;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>What is shipped is sound, and what is not sound is refused with the place to put right.</summary>
public sealed class ControlCatalogueTests
{
    private const string Sound = """
        {
          "licences": "own words",
          "frameworks": [{ "key": "csf", "name": "CSF", "title": "CSF", "version": "2.0", "status": "Final", "source": "https://example.test/csf" }],
          "quoted": [{ "framework": "csf", "quoted": "PR.AC-4", "official": ["PR.AA-05"], "note": "an id of 1.1" }],
          "crosswalk": [{ "from": "PR.AC-4", "to": ["PR.AA-05"] }],
          "queries": [{ "id": "EV01", "name": "owner-coverage" }],
          "controls": [{ "framework": "csf", "id": "PR.AA-05", "statement": "Access is limited.", "coverage": "full", "source": "https://example.test/csf", "verification": "primary", "evidence": ["owner-coverage"] }]
        }
        """;

    [Fact]
    public void Shipped_IsSound_AndEveryQueryIsMeasuredByCode()
    {
        var catalogue = ControlCatalogue.Shipped;
        Assert.Equal(56, catalogue.Queries.Count);
        Assert.Equal(EvidenceQueries.Names.Order(), catalogue.Queries.Select(query => query.Name).Order());
        Assert.All(catalogue.Frameworks, framework => Assert.NotEmpty(catalogue.Of(framework.Key)));
        Assert.Equal(272 + 60, catalogue.Controls.Count);
        Assert.All(catalogue.Controls, control => Assert.Same(control, catalogue.ControlOf(control.Framework, ControlCatalogue.IdOf(Uri.UnescapeDataString(control.Href.Split('/', 4)[3])))));
    }

    [Fact]
    public void Document_SaysOfEachQueryWhatTheQuerySays()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "controls.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(EvidenceQueries.All.Count, rows.Count);
        Assert.All(EvidenceQueries.All, query => Assert.Contains(rows, row => row.StartsWith($"| `{query.Name}` | {query.Measures} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryControlAFindingRuleNames_IsInTheCatalogue() =>
        Assert.All(FindingRules.All.SelectMany(rule => rule.Controls), id => Assert.NotNull(ControlCatalogue.Shipped.Named(id)));

    [Fact]
    public void Shipped_ShowsTheQuotedReferenceBesideTheOfficialOne()
    {
        var catalogue = ControlCatalogue.Shipped;
        Assert.Contains("NHI5:2025", catalogue.Quoted.Single(quoted => quoted.Quoted == "NHI-03").Official);
        Assert.Equal(["PR.AA-05"], catalogue.Quoted.Single(quoted => quoted.Quoted == "PR.AC-4").Official);
        Assert.Contains("PR.AC-4", catalogue.FormerIds(catalogue.ControlOf("csf", "PR.AA-05")!));
    }

    [Fact]
    public void Draft_IsSaidToBeOne_AndIsNeverGoodEvidenceByItself()
    {
        var catalogue = ControlCatalogue.Shipped;
        Assert.Contains("Draft", catalogue.FrameworkOf("ir-8596")!.Status, StringComparison.Ordinal);
        Assert.All(catalogue.Of("ir-8596"), control => Assert.NotEqual(ControlCoverage.Full, control.Coverage));
    }

    [Theory]
    [InlineData("\"evidence\": [\"owner-coverage\"]", "\"evidence\": [\"no-such\"]", "no-such")]
    [InlineData("\"queries\": [", "\"queries\": [{ \"id\": \"EV02\", \"name\": \"no-code\" },", "No code measures")]
    [InlineData("\"queries\": [", "\"queries\": [{ \"id\": \"EV01\", \"name\": \"owner-coverage\" },", "there twice")]
    [InlineData("\"source\": \"https://example.test/csf\" }]", "\"source\": \"\" }]", "address of its source")]
    [InlineData("\"source\": \"https://example.test/csf\", \"verification\"", "\"source\": \"\", \"verification\"", "a source")]
    [InlineData("\"framework\": \"csf\", \"id\"", "\"framework\": \"other\", \"id\"", "no framework here")]
    [InlineData("\"official\": [\"PR.AA-05\"]", "\"official\": [\"PR.AA-99\"]", "PR.AA-99")]
    public void Catalogue_ThatContradictsItself_IsRefused(string from, string to, string said)
    {
        Assert.Contains(from, Sound, StringComparison.Ordinal);
        var refused = Assert.Throws<InvalidDataException>(() => Parse(Sound.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_ThatIsSound_IsRead() => Assert.Single(Parse(Sound).Controls);

    [Fact]
    public void Control_ThatIsThereTwice_IsRefused()
    {
        var control = Sound[Sound.IndexOf("{ \"framework\": \"csf\", \"id\"", StringComparison.Ordinal)..(Sound.LastIndexOf(']'))];
        Assert.Throws<InvalidDataException>(() => Parse(Sound.Replace("\"controls\": [", $"\"controls\": [{control},", StringComparison.Ordinal)));
    }

    private static ControlCatalogue Parse(string json) => ControlCatalogue.Parse(new MemoryStream(Encoding.UTF8.GetBytes(json)), new HashSet<string> { "owner-coverage" });
}
