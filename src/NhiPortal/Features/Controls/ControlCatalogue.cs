using System.Collections.Frozen;
using System.Text.Json;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls;

/// <summary>A publisher's framework in one version; <paramref name="Status"/> says when it is only a draft.</summary>
public sealed record Framework(string Key, string Name, string Title, string Version, string Status, string Source);

/// <summary>One control in our own words, and the evidence queries that speak about it.</summary>
public sealed record CatalogueControl(
    string Framework, string Id, string? Title, string Statement, ControlCoverage Coverage, string Source, string Verification, IReadOnlyList<string> Evidence, int? Priority = null)
{
    public string Href => $"/controls/{Framework}/{string.Join('/', Id.Split(" / ").Select(Uri.EscapeDataString))}";
}

/// <summary>A reference as it is commonly quoted, what the publisher's own ids are, and why they differ.</summary>
public sealed record QuotedReference(string Framework, string Quoted, IReadOnlyList<string> Official, string Note);

/// <summary>An id of an earlier version and those that follow it.</summary>
public sealed record CrosswalkLine(string From, IReadOnlyList<string> To);

/// <summary>Names an evidence query of the catalogue.</summary>
public sealed record CatalogueQuery(string Id, string Name);

/// <summary>The shipped control catalogue. It is read once, and a catalogue that contradicts itself or the code is refused.</summary>
public sealed class ControlCatalogue
{
    private const string Csf = "csf", CyberAi = "ir-8596";
    private static readonly Lazy<ControlCatalogue> Read = new(() => ReadShipped());
    private readonly FrozenDictionary<(string, string), CatalogueControl> byId;

    private ControlCatalogue(CatalogueFile file)
    {
        (Frameworks, Quoted, Crosswalk, Queries) = (file.Frameworks, file.Quoted, file.Crosswalk, file.Queries);
        Controls = WithCyberAi(file);
        byId = Controls.ToFrozenDictionary(control => (control.Framework, control.Id));
    }

    public static ControlCatalogue Shipped => Read.Value;

    public IReadOnlyList<Framework> Frameworks { get; }
    public IReadOnlyList<QuotedReference> Quoted { get; }
    public IReadOnlyList<CrosswalkLine> Crosswalk { get; }
    public IReadOnlyList<CatalogueQuery> Queries { get; }
    public IReadOnlyList<CatalogueControl> Controls { get; }

    public Framework? FrameworkOf(string? key) => Frameworks.FirstOrDefault(framework => framework.Key == key);

    public CatalogueControl? ControlOf(string framework, string id) => byId.GetValueOrDefault((framework, id));

    /// <summary>The control its publisher calls so, whichever framework it is of; the draft's ids are CSF's own.</summary>
    public CatalogueControl? Named(string id) => Controls.FirstOrDefault(control => control.Id == id);

    public IEnumerable<CatalogueControl> Of(string framework) => Controls.Where(control => control.Framework == framework);

    /// <summary>The id an address names: the draft's ids have parts, which are parts of the address.</summary>
    public static string IdOf(string? address) => string.Join(" / ", (address ?? "").Split('/'));

    /// <summary>How a control of CSF 2.0 was called in CSF 1.1.</summary>
    public IReadOnlyList<string> FormerIds(CatalogueControl control) =>
        control.Framework == Csf ? [.. Crosswalk.Where(line => line.To.Contains(control.Id)).Select(line => line.From)] : [];

    public static ControlCatalogue Parse(Stream json, IReadOnlySet<string> known)
    {
        var file = JsonSerializer.Deserialize<CatalogueFile>(json, CatalogueFile.Format) ?? throw new InvalidDataException("The control catalogue is empty.");
        var faults = CatalogueFaults.In(file, known).ToList();
        return faults.Count == 0 ? new(file) : throw new InvalidDataException($"The control catalogue is refused: {string.Join(" ", faults)}");
    }

    private static ControlCatalogue ReadShipped()
    {
        using var json = typeof(ControlCatalogue).Assembly.GetManifestResourceStream("NhiPortal.Features.Controls.controls.json") ?? throw new InvalidDataException("The control catalogue is not in the program.");
        return Parse(json, EvidenceQueries.Names);
    }

    /// <summary>The draft has no ids of its own: one row for each CSF subcategory it ranks for securing AI systems. A draft is never good evidence by itself.</summary>
    private static List<CatalogueControl> WithCyberAi(CatalogueFile file) =>
    [
        .. file.Controls,
        .. from control in file.Controls
           where control.Framework == Csf && control.Priority is not null
           let coverage = control.Coverage == ControlCoverage.Full ? ControlCoverage.Partial : control.Coverage
           select control with { Framework = CyberAi, Id = $"IR 8596 iprd / {control.Id} / Secure", Coverage = coverage, Source = file.Frameworks.First(framework => framework.Key == CyberAi).Source, Verification = "secondary" },
    ];
}
