using System.Text.Json;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Channels;

/// <summary>
/// An audit event as an event of the Open Cybersecurity Schema Framework. It tells who did what to what and where that
/// stands in the log; reasons, parameters and other words of callers stay in the portal.
/// </summary>
public static class OcsfEvent
{
    private const string Product = "NhiPortal";
    private static readonly string[] Severities = ["Unknown", "Informational", "Low", "Medium", "High", "Critical", "Fatal"];

    /// <summary>The same event gives the same text each time.</summary>
    public static JsonObject Of(AuditBody told, long leaf, string log)
    {
        var map = OcsfMap.Of(told.Kind, told.Facts?.GetValueOrDefault("severity"));
        var json = new JsonObject
        {
            ["activity_id"] = map.Activity,
            ["activity_name"] = told.Kind,
            ["category_uid"] = map.Class.CategoryUid,
            ["category_name"] = map.Class.Category,
            ["class_uid"] = map.Class.Uid,
            ["class_name"] = map.Class.Name,
            ["type_uid"] = (map.Class.Uid * 100L) + map.Activity,
            ["time"] = told.At.ToUnixTimeMilliseconds(),
            ["severity_id"] = map.Severity,
            ["severity"] = Severities[map.Severity],
            ["message"] = told.Sentence,
            ["metadata"] = Metadata(told, map, leaf, log),
            ["actor"] = Actor(told),
            ["src_endpoint"] = told.Client is { } client && map.Class != OcsfClass.DetectionFinding ? new JsonObject { ["ip"] = client } : null,
            ["unmapped"] = Unmapped(told),
        };
        Status(json, map);
        About(json, map, told);
        // OCSF knows no empty attributes.
        foreach (var empty in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
            json.Remove(empty);
        return json;
    }

    private static void Status(JsonObject json, OcsfMap map)
    {
        if (map.Class == OcsfClass.DetectionFinding)
            (json["status_id"], json["status"]) = map.Activity switch { 1 => (1, "New"), 3 => (4, "Resolved"), _ => (2, "In Progress") };
        else
            (json["status_id"], json["status"]) = map.Failed ? (2, "Failure") : (1, "Success");
    }

    private static void About(JsonObject json, OcsfMap map, AuditBody told)
    {
        if (map.Class == OcsfClass.DetectionFinding)
            json["finding_info"] = new JsonObject { ["uid"] = told.Facts?.GetValueOrDefault("finding") ?? told.Id.ToString(), ["title"] = told.Sentence, ["types"] = new JsonArray(told.Facts?.GetValueOrDefault("rule") ?? told.Kind) };
        else if (map.Class == OcsfClass.EntityManagement)
            json["entity"] = Entity(told);
        else
            json["user"] = User(told);
        if (map.Class == OcsfClass.AuthorizeSession || map.Class == OcsfClass.UserAccess)
            json["privileges"] = new JsonArray(told.Facts?.GetValueOrDefault("action") ?? (told.Target is { } target ? $"privileged access to {target.Key}" : "privileged access"));
        if (map.Class == OcsfClass.UserAccess && told.Target is { } on)
            json["resource"] = new JsonObject { ["uid"] = on.Id.ToString(), ["name"] = on.Key, ["type"] = "target" };
        if (map.Class == OcsfClass.Authentication)
            json["service"] = new JsonObject { ["name"] = Product };
    }

    private static JsonObject Metadata(AuditBody told, OcsfMap map, long leaf, string log)
    {
        var metadata = new JsonObject
        {
            ["version"] = OcsfMap.Version,
            ["product"] = new JsonObject { ["name"] = Product, ["vendor_name"] = Product },
            ["uid"] = told.Id.ToString(),
            ["event_code"] = told.Kind,
            ["log_name"] = log,
            ["sequence"] = leaf,
        };
        // These classes know an actor by this profile only.
        if (map.Class == OcsfClass.DetectionFinding || map.Class == OcsfClass.AuthorizeSession || map.Class == OcsfClass.UserAccess)
            metadata["profiles"] = new JsonArray("host");
        if (told.Tenant is { } tenant)
            metadata["tenant_uid"] = tenant.ToString();
        if ((told.Request ?? told.Grant) is { } request)
            metadata["correlation_uid"] = request.ToString();
        return metadata;
    }

    private static JsonObject Actor(AuditBody told) => told.Actor.Kind == ActorKind.Rule
        ? new JsonObject { ["app_name"] = $"{Product}: {told.Actor.Name}" }
        : new JsonObject { ["user"] = Person(told.Actor.Id, told.Actor.Name, told.Actor.Kind == ActorKind.Person) };

    /// <summary>Whose access or account it is about.</summary>
    private static JsonObject User(AuditBody told) => told switch
    {
        { Workload: { } workload } => Person(workload.Id, workload.Subject, false),
        { Person: { } person } => Person(person.Id, person.Key, true),
        { Integration: { } integration } => Person(integration.Id, integration.Key, false),
        _ => Person(told.Actor.Id, told.Actor.Name, told.Actor.Kind == ActorKind.Person),
    };

    private static JsonObject Person(Guid id, string name, bool human) => new() { ["uid"] = id.ToString(), ["name"] = name, ["type_id"] = human ? 1 : 3, ["type"] = human ? "User" : "System" };

    private static JsonObject Entity(AuditBody told)
    {
        var (uid, name, type) = told switch
        {
            { Integration: { } integration } => (integration.Id, integration.Key, "integration"),
            { Target: { } target } => (target.Id, target.Key, "target"),
            { Person: { } person } => (person.Id, person.Key, "person"),
            { Request: { } request } => (request, request.ToString(), "request"),
            _ => (told.Id, told.Kind, told.Kind.Split('.')[0]),
        };
        return new JsonObject { ["uid"] = uid.ToString(), ["name"] = name, ["type"] = type };
    }

    private static JsonObject? Unmapped(AuditBody told)
    {
        var more = new JsonObject();
        void Thing(string name, AuditThing? thing)
        {
            if (thing is not null)
                more[name] = new JsonObject { ["uid"] = thing.Id.ToString(), ["name"] = thing.Key };
        }

        Thing("integration", told.Integration);
        Thing("target", told.Target);
        Thing("person", told.Person);
        if (told.Workload is { } workload)
            more["workload"] = new JsonObject { ["issuer"] = workload.Issuer, ["subject"] = workload.Subject };
        if (told.Request is { } request)
            more["request"] = request.ToString();
        if (told.Grant is { } grant)
            more["grant"] = grant.ToString();
        if (told.Approvers is { Count: > 0 } approvers)
            more["approvers"] = new JsonArray([.. approvers.Select(one => JsonValue.Create($"{one.Name} ({one.Role})"))]);
        if (told.Trace is { } trace)
            more["trace"] = trace;
        return more.Count == 0 ? null : more;
    }
}
