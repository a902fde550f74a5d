using System.Globalization;
using NhiPortal.Data;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;

namespace NhiPortal.Features.BreakGlass;

/// <summary>What the record says of a use: the request's own end, and beside it, under a name of its own, that nobody else agreed.</summary>
internal static class BreakGlassNotes
{
    public static IReadOnlyList<AuditNote> Of(AuditNote about, string by, AccessRequest request, AccessFacts facts, BrokenGlass broken, string target, string? lender)
    {
        var (use, grant) = (broken.Use, broken.Grant);
        var minutes = ((int)(grant.Until - grant.From).TotalMinutes).ToString(CultureInfo.InvariantCulture);
        var note = about with
        {
            Kind = "break_glass.used",
            Sentence = $"Emergency: {by}, {use.Standing.InSentence()}, broke the glass on {target} and let {facts.Key} do {request.ActionName} for {minutes} min. "
                + $"Approvals it needed are missing; somebody independent must review it by {use.ReviewDue:d MMM yyyy, HH:mm} UTC.",
            Grant = grant.Id,
            Approvers = [new AuditRoleHolder(use.PersonId.Value, by, OwnerRoles.BreakGlassToken)],
            Owners = OwnersInForce.Of(facts, target),
            Facts = new Dictionary<string, string?>
            {
                ["use"] = use.Id.ToString(),
                ["standing"] = use.Standing.ToString(),
                ["on_behalf_of"] = lender is null ? null : $"{lender} ({use.ForId})",
                ["minutes"] = minutes,
                ["reason"] = use.Reason,
                ["set_aside"] = string.Join(", ", use.SetAside),
                ["binding"] = request.BindingHash,
                ["policy"] = $"version {request.PolicyVersion}, rule {request.PolicyRule}",
                ["until"] = grant.Until.ToString("o"),
                ["review_due"] = use.ReviewDue.ToString("o"),
            },
        };
        return
        [
            note with
            {
                Kind = "request.approved",
                Sentence = $"{by} approved {request.ActionName} on {target} for {facts.Key} alone, by break-glass.",
                Before = new Dictionary<string, string?> { ["status"] = "Pending" },
                After = new Dictionary<string, string?> { ["status"] = request.Status.ToString() },
            },
            note,
        ];
    }

    public static AuditNote Reviewed(AuditNote about, string reviewer, BreakGlassUse use, string by, string rotator, string target) => about with
    {
        Kind = "break_glass.reviewed",
        Sentence = $"{reviewer} reviewed what {by} did on {target} by break-glass: it was {(use.Needed == true ? "" : "not ")}needed.",
        Grant = use.GrantId,
        Facts = new Dictionary<string, string?>
        {
            ["use"] = use.Id.ToString(),
            ["what_happened"] = use.WhatHappened,
            ["what_changed"] = use.WhatChanged,
            ["needed"] = use.Needed == true ? "yes" : "no",
            ["evidence"] = use.Evidence,
            ["rotated"] = use.Rotated,
            ["rotated_by"] = rotator,
            ["rotated_on"] = use.RotatedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        },
    };

    public static AuditNote Drilled(AuditNote about, string by, BreakGlassDrill drill, string target) => about with
    {
        Kind = "break_glass.drilled",
        Sentence = $"Drill, nothing was let through: {by} rehearsed break-glass on {target}; {drill.OwnersTold} owners and {drill.SecurityTold} of security operations were told.",
        Facts = new Dictionary<string, string?>
        {
            ["drill"] = drill.Id.ToString(),
            ["note"] = drill.Note,
            ["passed"] = drill.Passed ? "yes" : "no",
            ["without_mail"] = drill.WithoutMail.ToString(CultureInfo.InvariantCulture),
        },
    };

    public static AuditNote ChiefNamed(AuditNote about, string by, AuditThing? chief, string? before, string reason, string target) => about with
    {
        Kind = "break_glass.duty_chief_named",
        Sentence = chief is null ? $"{by} named nobody duty chief of {target} any more." : $"{by} named {chief.Key} duty chief of {target}.",
        Person = chief,
        Before = new Dictionary<string, string?> { ["duty_chief"] = before },
        After = new Dictionary<string, string?> { ["duty_chief"] = chief?.Key },
        Facts = new Dictionary<string, string?> { ["reason"] = reason },
    };
}
