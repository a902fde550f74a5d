using System.Text.Json;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Access.Http;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>Writes a decision as one journal line: the JSON of an <see cref="AuditBody"/>, which the sequencer makes an audit event of.</summary>
internal static class DecisionLine
{
    private const int LongestName = 300;

    public static byte[] Write(Asker asker, string subject, Decided decided, KnownIntegration? known)
    {
        var json = JsonDraft.Start();
        var (call, judgement) = (decided.Call, decided.Judgement);
        json.WriteStartObject();
        json.WriteString("id"u8, decided.EventId);
        json.WriteString("at"u8, decided.At);
        json.WriteString("kind"u8, judgement.Allowed ? "access.allowed"u8 : "access.denied"u8);
        WriteCaller(json, asker);
        var who = known?.Facts.Key ?? "somebody unknown";
        json.WriteString("sentence"u8, judgement.Allowed
            ? $"{who} was allowed {call.Action} on {call.Target}."
            : $"{who} was denied {call.Action} on {call.Target}: {judgement.Sentence}");
        if (known is not null)
            WriteThings(json, known, decided);
        if (judgement.Grant is { } grant)
            WriteGrant(json, grant);
        else if (judgement.Allowed)
            WritePublishers(json, known!.Facts.Rules!.Publishers);
        WriteFacts(json, asker, subject, decided, known);
        WriteCircumstances(json, asker);
        json.WriteEndObject();
        return JsonDraft.Finish();
    }

    /// <summary>A call that was no question at all: the attempt is recorded with what was wrong with it.</summary>
    public static byte[] WriteRefused(Asker asker, string kind, string reason, string sentence, DateTimeOffset now)
    {
        var json = JsonDraft.Start();
        json.WriteStartObject();
        json.WriteString("id"u8, Guid.CreateVersion7(now));
        json.WriteString("at"u8, now);
        json.WriteString("kind"u8, kind);
        WriteCaller(json, asker);
        json.WriteString("sentence"u8, sentence);
        json.WriteStartObject("facts"u8);
        json.WriteString("refusal"u8, reason);
        json.WriteEndObject();
        WriteCircumstances(json, asker);
        json.WriteEndObject();
        return JsonDraft.Finish();
    }

    private static void WriteCaller(Utf8JsonWriter json, Asker asker)
    {
        json.WriteStartObject("actor"u8);
        json.WriteString("kind"u8, asker.Caller.IsWorkload ? "Workload"u8 : asker.Caller.IsPipeline ? "Pipeline"u8 : "EnforcementPoint"u8);
        json.WriteString("id"u8, asker.Caller.Id);
        json.WriteString("name"u8, asker.Caller.Name);
        json.WriteEndObject();
    }

    private static void WriteThings(Utf8JsonWriter json, KnownIntegration known, Decided decided)
    {
        var facts = known.Facts;
        json.WriteString("tenant"u8, facts.Tenant.Value);
        WriteThing(json, "integration"u8, facts.Id.Value, facts.Key);
        var target = facts.Targets.GetValueOrDefault(decided.Call.Target);
        if (target is not null)
            WriteThing(json, "target"u8, target.Id.Value, target.Key);
        var workload = known.Workloads[decided.Workload!.Value];
        json.WriteStartObject("workload"u8);
        json.WriteString("id"u8, workload.Id);
        json.WriteString("issuer"u8, workload.Issuer);
        json.WriteString("subject"u8, workload.Subject);
        json.WriteEndObject();
        json.WriteStartArray("owners"u8);
        WriteOwner(json, facts.BusinessOwner);
        WriteOwner(json, facts.IamOwner);
        WriteOwner(json, target?.SystemOwner);
        json.WriteEndArray();
    }

    private static void WriteOwner(Utf8JsonWriter json, OwnerFact? owner)
    {
        if (owner is not null)
            WriteHolder(json, owner.Person.Value, owner.PersonName, owner.Role.Token());
    }

    private static void WriteGrant(Utf8JsonWriter json, GrantFact grant)
    {
        json.WriteString("request"u8, grant.Request.Value);
        json.WriteString("grant"u8, grant.Id.Value);
        json.WriteStartArray("approvers"u8);
        foreach (var approver in grant.Approvers)
            WriteHolder(json, approver.Person.Value, approver.Name, approver.RoleToken);
        json.WriteEndArray();
    }

    /// <summary>Whom an allow rests on that nobody approved for itself.</summary>
    private static void WritePublishers(Utf8JsonWriter json, IReadOnlyList<RulePublisher> publishers)
    {
        json.WriteStartArray("approvers"u8);
        foreach (var publisher in publishers)
            WriteHolder(json, publisher.Person.Value, publisher.Name, RulePublisher.RoleToken);
        json.WriteEndArray();
    }

    private static void WriteFacts(Utf8JsonWriter json, Asker asker, string subject, Decided decided, KnownIntegration? known)
    {
        json.WriteStartObject("facts"u8);
        if (decided.Judgement.Rule is { } rule)
            json.WriteString("access_rule"u8, $"version {known!.Facts.Rules!.Version}, rule {rule.Name}");
        json.WriteString("action"u8, decided.Call.Action);
        json.WriteString("binding"u8, decided.Binding);
        if (!asker.Caller.IsWorkload)
            json.WriteString("enforcement_point"u8, asker.Caller.Name);
        if (decided.Judgement.Reason is { } reason)
            json.WriteString("reason"u8, reason);
        json.WriteString("resource"u8, $"{decided.Call.ResourceType}/{decided.Call.ResourceId}");
        if (known is null)
            json.WriteString("subject"u8, subject.Length <= LongestName ? subject : subject[..LongestName]);
        json.WriteString("target"u8, decided.Call.Target);
        json.WriteEndObject();
    }

    private static void WriteCircumstances(Utf8JsonWriter json, Asker asker)
    {
        if (asker.Address is { } address)
            json.WriteString("client"u8, address);
        if (asker.Trace is { } trace)
            json.WriteString("trace"u8, trace);
    }

    private static void WriteThing(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid id, string key)
    {
        json.WriteStartObject(name);
        json.WriteString("id"u8, id);
        json.WriteString("key"u8, key);
        json.WriteEndObject();
    }

    private static void WriteHolder(Utf8JsonWriter json, Guid person, string name, string role)
    {
        json.WriteStartObject();
        json.WriteString("person"u8, person);
        json.WriteString("name"u8, name);
        json.WriteString("role"u8, role);
        json.WriteEndObject();
    }
}
