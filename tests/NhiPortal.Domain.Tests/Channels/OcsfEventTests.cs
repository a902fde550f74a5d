using System.Text.Json.Nodes;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Domain.Tests.Channels;

/// <summary>What the schema of OCSF 1.3.0 demands of each class that is written, taken over from its definitions.</summary>
public sealed class OcsfEventTests
{
    /// <summary>By class: activities it defines beside 0 and 99, and attributes it requires beyond those of every event.</summary>
    private static readonly Dictionary<int, (int Category, int LastActivity, string[] Required)> Schema = new()
    {
        [2004] = (2, 3, ["finding_info"]),
        [3001] = (3, 11, ["user"]),
        [3002] = (3, 6, ["user", "service"]),
        [3003] = (3, 2, ["user", "privileges"]),
        [3004] = (3, 13, ["entity"]),
        [3005] = (3, 2, ["user", "privileges"]),
    };

    public static TheoryData<string, int, int, int> Told => new()
    {
        { "access.allowed", 3003, 1, 1 }, { "access.denied", 3003, 1, 2 }, { "person.signed_in", 3002, 1, 1 }, { "person.sign_in.refused", 3002, 1, 2 }, { "token.refused", 3002, 1, 2 },
        { "person.signed_out", 3002, 2, 1 }, { "person.first_seen", 3001, 1, 1 }, { "person.disabled", 3001, 5, 1 }, { "rotation.closed", 3001, 3, 1 }, { "request.approved", 3005, 1, 1 },
        { "break_glass.used", 3005, 1, 1 }, { "grant.revoked", 3005, 2, 1 }, { "execution.failed", 3005, 1, 2 }, { "stop.begun", 3005, 2, 1 }, { "finding.opened", 2004, 1, 1 },
        { "finding.closed", 2004, 3, 4 }, { "finding.assigned", 2004, 2, 2 }, { "log.verification_failed", 2004, 1, 1 }, { "gap.opened", 2004, 1, 1 }, { "integration.registered", 3004, 1, 1 },
        { "integration.suspended", 3004, 12, 1 }, { "integration.resumed", 3004, 13, 1 }, { "policy.published", 3004, 3, 1 }, { "evidence.taken", 3004, 2, 1 }, { "path.removed", 3004, 4, 1 },
        { "channel.turned_off", 3004, 9, 1 }, { "rotation.failed", 3004, 99, 2 }, { "grant.revoke.refused", 3004, 99, 2 }, { "finding.assign.refused", 3004, 99, 2 }, { "something.new", 3004, 99, 1 },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void Kind_HasItsClass_AndEverythingTheSchemaRequires(string kind, int @class, int activity, int status)
    {
        foreach (var body in (AuditBody[])[Bare(kind), Full(kind)])
        {
            var json = OcsfEvent.Of(body, 41, "nhiportal");
            var schema = Schema[@class];
            Assert.Equal((@class, activity, status), (Number(json, "class_uid"), Number(json, "activity_id"), Number(json, "status_id")));
            Assert.Equal((schema.Category, (@class * 100) + activity), (Number(json, "category_uid"), Number(json, "type_uid")));
            Assert.True(activity == 99 || activity <= schema.LastActivity);
            Assert.InRange(Number(json, "severity_id"), 1, 5);
            Assert.Equal(body.At.ToUnixTimeMilliseconds(), json["time"]!.GetValue<long>());
            Assert.Equal(("1.3.0", "NhiPortal", body.Id.ToString(), 41), (json["metadata"]!["version"]!.GetValue<string>(), json["metadata"]!["product"]!["vendor_name"]!.GetValue<string>(), json["metadata"]!["uid"]!.GetValue<string>(), json["metadata"]!["sequence"]!.GetValue<long>()));
            Assert.All(schema.Required, name => Assert.True(json.ContainsKey(name), name));
            Assert.All((string[])["user", "entity"], name => Assert.True(json[name] is null || json[name]!["uid"]!.GetValue<string>().Length > 0));
            Assert.DoesNotContain(json, member => member.Value is null);
            Assert.False(@class == 2004 && json.ContainsKey("src_endpoint"));
            Assert.Equal(@class is 2004 or 3003 or 3005, json["metadata"]!.AsObject().ContainsKey("profiles"));
            // An actor is a user or an application.
            Assert.True(json["actor"]!.AsObject().Single().Key is "user" or "app_name");
        }
    }

    [Fact]
    public void Words_OfCallers_StayInThePortal()
    {
        var text = OcsfEvent.Of(Full("request.approved"), 1, "nhiportal").ToJsonString();
        Assert.DoesNotContain("because I say so", text, StringComparison.Ordinal);
        Assert.Contains("group.add_member", text, StringComparison.Ordinal);
        Assert.Contains("Sam (SystemOwner)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_KeepsItsSeverityAndItsName()
    {
        var json = OcsfEvent.Of(Full("finding.opened"), 1, "nhiportal");
        Assert.Equal((5, "f-1"), (Number(json, "severity_id"), json["finding_info"]!["uid"]!.GetValue<string>()));
    }

    private static int Number(JsonObject json, string name) => int.Parse(json[name]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static AuditBody Bare(string kind) => new()
    {
        Id = Guid.NewGuid(), At = new DateTimeOffset(2026, 3, 2, 9, 0, 0, 123, TimeSpan.Zero), Kind = kind, Actor = new(ActorKind.Rule, Guid.Empty, "judge"), Sentence = "Something happened.",
    };

    private static AuditBody Full(string kind) => Bare(kind) with
    {
        Actor = new(ActorKind.Person, Guid.NewGuid(), "Sam"),
        Tenant = Guid.NewGuid(),
        Integration = new(Guid.NewGuid(), "hr-sync"),
        Target = new(Guid.NewGuid(), "corp-directory"),
        Workload = new(Guid.NewGuid(), "urn:issuer", "hr-sync"),
        Request = Guid.NewGuid(),
        Approvers = [new(Guid.NewGuid(), "Sam", "SystemOwner")],
        Facts = new Dictionary<string, string?> { ["action"] = "group.add_member", ["reason"] = "because I say so", ["severity"] = "Critical", ["finding"] = "f-1" },
        Client = "192.0.2.7",
    };
}
