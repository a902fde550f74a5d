using System.Text.Json;
using System.Text.Json.Serialization;

namespace NhiPortal.Features.Controls;

/// <summary>The catalogue as it lies in the file; nothing in it is trusted before <see cref="CatalogueFaults"/> has looked.</summary>
public sealed record CatalogueFile(
    string Licences, IReadOnlyList<Framework> Frameworks, IReadOnlyList<QuotedReference> Quoted, IReadOnlyList<CrosswalkLine> Crosswalk, IReadOnlyList<CatalogueQuery> Queries, IReadOnlyList<CatalogueControl> Controls)
{
    internal static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}

/// <summary>What is wrong with a catalogue, each fault with the place that must be put right.</summary>
internal static class CatalogueFaults
{
    public static IEnumerable<string> In(CatalogueFile file, IReadOnlySet<string> known)
    {
        if (file.Frameworks is null || file.Quoted is null || file.Crosswalk is null || file.Queries is null || file.Controls is null)
            return ["It needs frameworks, quoted, crosswalk, queries and controls."];
        var frameworks = file.Frameworks.Select(framework => framework.Key).ToHashSet(StringComparer.Ordinal);
        var named = file.Queries.Select(query => query.Name).ToHashSet(StringComparer.Ordinal);
        var ids = file.Controls.Select(control => (control.Framework, control.Id)).ToHashSet();
        return
        [
            .. Twice(file.Frameworks.Select(framework => framework.Key), "framework"),
            .. Twice(file.Queries.Select(query => query.Name), "query"),
            .. Twice(file.Queries.Select(query => query.Id), "query id"),
            .. Twice(file.Controls.Select(control => $"{control.Framework} {control.Id}"), "control"),
            .. from framework in file.Frameworks
               where Blank(framework.Key, framework.Name, framework.Version, framework.Status) || !IsAddress(framework.Source)
               select $"Framework {framework.Key} needs name, version, status and the address of its source.",
            .. from control in file.Controls where !frameworks.Contains(control.Framework) select $"Control {control.Id} is of {control.Framework}, which is no framework here.",
            .. from control in file.Controls where Blank(control.Id, control.Statement, control.Source, control.Verification) select $"Control {control.Id} needs a statement, a source and how it was verified.",
            .. from control in file.Controls from name in control.Evidence ?? [] where !named.Contains(name) select $"Control {control.Id} names the query {name}, which is not in the list of queries.",
            .. from control in file.Controls where control.Evidence is null select $"Control {control.Id} needs a list of evidence, even an empty one.",
            .. from name in named where !known.Contains(name) select $"No code measures the query {name}.",
            .. from name in known where !named.Contains(name) select $"The query {name} is measured and not in the list of queries.",
            .. from reference in file.Quoted
               from id in reference.Official
               let cyberAi = id.Split(" / ")
               where !ids.Contains((reference.Framework, id)) && !(cyberAi.Length == 3 && ids.Contains(("csf", cyberAi[1])))
               select $"The quoted reference {reference.Quoted} leads to {id}, which is no control here.",
        ];
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"The {what} {group.Key} is there twice.");

    private static bool Blank(params string?[] texts) => texts.Any(string.IsNullOrWhiteSpace);

    private static bool IsAddress(string? source) => Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
