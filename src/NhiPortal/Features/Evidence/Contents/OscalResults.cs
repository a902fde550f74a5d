using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;
using static NhiPortal.Features.Evidence.Contents.OscalNames;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>
/// The controls as OSCAL assessment results: one result for the end of the period and one for when the package was asked for,
/// an observation for each evidence query with its population, limits and what fails, and a finding for each control.
/// </summary>
internal sealed class OscalResults(PackageFacts facts)
{
    public const string File = "assessment-results.oscal.json", Version = "1.2.1";

    private readonly string package = facts.Contents.Package, tool = Uuid(facts.Contents.Log, "portal"), plan = Uuid(facts.Contents.Package, "plan");

    public async Task WriteAsync(Stream to)
    {
        await using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartObject("assessment-results");
        json.WriteString("uuid", Uuid(package, "assessment-results"));
        Put(json, "metadata", Metadata());
        Put(json, "import-ap", new JsonObject { ["href"] = $"#{plan}" });
        json.WriteStartArray("results");
        foreach (var moment in facts.Moments)
        {
            Write(json, moment);
            await json.FlushAsync();
        }

        json.WriteEndArray();
        Put(json, "back-matter", BackMatter());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, ControlMoment moment)
    {
        json.WriteStartObject();
        json.WriteString("uuid", Uuid(package, moment.Key, "result"));
        json.WriteString("title", moment.Title);
        json.WriteString("description", moment.Key == "asked"
            ? "Measured when the package was asked for: what fails is listed with each observation."
            : "What was measured last within the period, judged by the limits at its end. The objects that failed then were kept with the measurement.");
        json.WriteString("start", Time(moment.From));
        json.WriteString("end", Time(moment.At));
        Put(json, "local-definitions", new JsonObject { ["assessment-assets"] = Assets() });
        Put(json, "reviewed-controls", Reviewed(moment));
        Array(json, "observations", facts.Queries.Select(query => Observation(moment, query)));
        Array(json, "findings", moment.Frameworks.SelectMany(framework => framework.Rows.Select(row => Finding(moment, framework.Framework, row))));
        json.WriteEndObject();
    }

    private JsonObject Metadata() => new()
    {
        ["title"] = Markup($"Controls of {facts.Organisation}, {facts.Contents.Framework ?? "every framework"}"),
        ["last-modified"] = Time(facts.Package.AskedAt),
        ["version"] = package,
        ["oscal-version"] = Version,
        ["props"] = Props(("log", facts.Contents.Log), ("period-from", Time(facts.Package.From)), ("period-until", Time(facts.Package.Until)), ("scope", facts.Contents.Scope), ("asked-by", facts.Contents.AskedBy), ("reason", facts.Contents.Reason), ("signing-key", facts.KeyId)),
        ["parties"] = new JsonArray(new JsonObject { ["uuid"] = Uuid(facts.Contents.Log, "organisation", facts.Organisation), ["type"] = "organization", ["name"] = Line(facts.Organisation) }),
    };

    private JsonObject Assets() => new()
    {
        ["components"] = new JsonArray(new JsonObject
        {
            ["uuid"] = tool, ["type"] = "software", ["title"] = "NhiPortal", ["description"] = "The governance portal whose own records were examined.", ["status"] = new JsonObject { ["state"] = "operational" },
        }),
        ["assessment-platforms"] = new JsonArray(new JsonObject
        {
            ["uuid"] = Uuid(facts.Contents.Log, "platform"), ["title"] = "NhiPortal", ["uses-components"] = new JsonArray(new JsonObject { ["component-uuid"] = tool }),
        }),
    };

    private static JsonObject Reviewed(ControlMoment moment) => new()
    {
        ["control-selections"] = new JsonArray([.. moment.Frameworks.Select(framework => new JsonObject
        {
            ["description"] = Markup($"{framework.Framework.Name}, {framework.Framework.Version}, {framework.Framework.Status}"),
            ["props"] = Props(("framework", framework.Framework.Key)),
            ["include-controls"] = new JsonArray([.. framework.Rows.Select(row => new JsonObject { ["control-id"] = Token(row.Control) })]),
        })]),
    };

    private JsonObject Observation(ControlMoment moment, IEvidenceQuery query)
    {
        var result = moment.Results[query.Name];
        var observation = new JsonObject
        {
            ["uuid"] = Uuid(package, moment.Key, "observation", query.Name),
            ["title"] = Markup(query.Name),
            ["description"] = Markup($"{query.Measures} {(result.Result == ControlResult.NotEvaluable ? $"Not evaluable: {result.Why}" : $"{result.Count.Failing} of {result.Count.Population} fail.")}"),
            ["props"] = Props(("query", query.Name), ("result", Result(result.Result)), ("population", Number(result.Count.Population)), ("failing", Number(result.Count.Failing)), ("passing", Number(result.Passing)),
                ("met-at-percent", Number(query.Limit.MetAt)), ("partly-at-percent", Number(query.Limit.PartlyAt)), ("age-limit-days", Number(query.Limit.AgeDays))),
            ["methods"] = new JsonArray("EXAMINE"),
            ["types"] = new JsonArray("control-objective"),
            ["origins"] = new JsonArray(new JsonObject { ["actors"] = new JsonArray(new JsonObject { ["type"] = "tool", ["actor-uuid"] = tool }) }),
        };
        var failing = moment.Failed(query.Name);
        if (failing.Count > 0)
            observation["subjects"] = new JsonArray([.. failing.Select(Subject)]);
        observation["relevant-evidence"] = new JsonArray(new JsonObject { ["href"] = "matrix.xlsx", ["description"] = "The same numbers and objects as tables." });
        observation["collected"] = Time(result.MeasuredAt ?? moment.At);
        observation["remarks"] = Markup(failing.Count < result.Count.Failing && failing.Count > 0 ? $"The first {failing.Count} are listed. What puts one right: {query.Fix}" : $"What puts one right: {query.Fix}");
        return observation;
    }

    private JsonObject Subject(FailingObject failing)
    {
        List<(string, string?)> told = [("kind", failing.Kind.ToString()), ("id", failing.Id.ToString()), ("key", failing.Key), ("name", failing.Name), ("page", failing.Href)];
        if (failing.Detail is { Length: > 0 } detail)
            told.Add(("detail", detail));
        if (failing.Since is { } since)
            told.Add(("since", Time(since)));
        return new()
        {
            ["subject-uuid"] = Uuid(facts.Contents.Log, failing.Kind.ToString(), failing.Id.ToString(), failing.Key), ["type"] = failing.Kind == FailingKind.Person ? "party" : "component", ["title"] = Markup(failing.Name), ["props"] = Props([.. told]),
        };
    }

    private JsonObject Finding(ControlMoment moment, Framework framework, ControlRow row)
    {
        var (control, standing) = (row.Control, row.Standing);
        var finding = new JsonObject
        {
            ["uuid"] = Uuid(package, moment.Key, "finding", control.Framework, control.Id),
            ["title"] = Markup($"{framework.Name}: {control.Id}"),
            ["description"] = Markup(control.Statement),
            ["props"] = Props(("framework", framework.Key), ("framework-version", framework.Version), ("framework-status", framework.Status), ("control-id", control.Id), ("result", Result(standing.Result)), ("coverage", control.Coverage.Words())),
            ["target"] = new JsonObject
            {
                ["type"] = "objective-id",
                ["target-id"] = Token(control),
                ["title"] = Markup(control.Title ?? control.Id),
                ["status"] = new JsonObject
                {
                    ["state"] = standing.Result == ControlResult.Met ? "satisfied" : "not-satisfied",
                    ["reason"] = standing.Result switch { ControlResult.Met => "pass", ControlResult.NotMet => "fail", _ => "other" },
                    ["remarks"] = Markup($"{standing.Result.Words()}. {standing.Why}"),
                },
            },
        };
        if (control.Evidence.Count > 0)
            finding["related-observations"] = new JsonArray([.. control.Evidence.Distinct().Select(name => new JsonObject { ["observation-uuid"] = Uuid(package, moment.Key, "observation", name) })]);
        return finding;
    }

    private JsonObject BackMatter() => new()
    {
        ["resources"] = new JsonArray(new JsonObject
        {
            ["uuid"] = plan,
            ["title"] = "How the portal measures controls",
            ["description"] = "Each control rests on named evidence queries over the portal's own records. Each has a population and limits; report.pdf tells the method, PROVES.md what is proved and what not.",
            ["rlinks"] = new JsonArray(new JsonObject { ["href"] = "report.pdf" }, new JsonObject { ["href"] = "PROVES.md" }),
        }),
    };

    private static JsonArray Props(params ReadOnlySpan<(string Name, string? Value)> props)
    {
        var made = new JsonArray();
        foreach (var (name, value) in props)
            made.Add((JsonNode)new JsonObject { ["name"] = name, ["ns"] = Namespace, ["value"] = Line(value) });
        return made;
    }

    private static void Put(Utf8JsonWriter json, string name, JsonObject value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    // OSCAL knows no empty list.
    private static void Array(Utf8JsonWriter json, string name, IEnumerable<JsonObject> values)
    {
        var open = false;
        foreach (var value in values)
        {
            if (!open)
                json.WriteStartArray(name);
            open = true;
            value.WriteTo(json);
        }

        if (open)
            json.WriteEndArray();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
