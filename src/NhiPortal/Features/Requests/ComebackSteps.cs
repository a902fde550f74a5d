using NhiPortal.Data;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>What is done and recorded about one request that comes back to its owners, or cannot.</summary>
internal static class ComebackSteps
{
    public static AccessRequest? Again(this Work run, Comeback back, IReadOnlyList<BasisChange> changes, AccessRequest? asked)
    {
        back.Grant?.Return($"What it was approved on has changed: {Names(changes)}.", run.Now);
        back.Grant?.Settle();
        if ((back.Open ?? asked) is { } open)
            return open.Follow(back.Request, changes) ? open : null;
        return back.Request.Again(back.Today!, back.Rule!.Rule, back.Rule.Version, back.Risk, changes, run.Now);
    }

    public static AccessRequest Tell(this Work run, Comeback back, AuditNote note, IReadOnlyList<BasisChange> changes, AccessRequest again)
    {
        run.Record(note with
        {
            Kind = "request.returned",
            Sentence = $"What {note.Integration!.Key} asked for on {back.Target.Key} ({again.ActionName}) came back to its owners, because this changed: {Names(changes)}.",
            Before = changes.ToDictionary(change => change.Name, change => change.Before),
            After = changes.ToDictionary(change => change.Name, change => change.After),
            Facts = new Dictionary<string, string?> { ["again"] = again.Id.ToString(), ["basis"] = back.Request.Basis.Hash, ["basis_today"] = back.Today!.Hash },
        });
        if (again != back.Open)
            run.Record(note with
            {
                Kind = "request.asked",
                Sentence = $"{again.ActionName} on {back.Target.Key} for {note.Integration.Key} is put to its owners again.",
                Request = again.Id,
                Grant = null,
                Facts = new Dictionary<string, string?>
                {
                    ["follows"] = back.Request.Id.ToString(), ["binding"] = again.BindingHash, ["basis"] = again.Basis.Hash, ["policy"] = $"version {again.PolicyVersion}, rule {again.PolicyRule}",
                },
            });
        return again;
    }

    public static void End(this Work run, Comeback back, AuditNote note, string why)
    {
        if (back.Grant is { } grant && grant.Return(why, run.Now))
        {
            grant.Settle();
            run.Record(note with { Kind = "grant.returned", Sentence = $"The grant of {note.Integration!.Key} for {grant.ActionName} ended: {why}" });
        }

        if (back.Request.Fail(why, run.Now))
            run.Record(note with { Kind = "request.failed", Sentence = $"What {note.Integration!.Key} asked for on {back.Target.Key} ({back.Request.ActionName}) cannot be decided any more: {why}" });
    }

    public static AuditNote About(Comeback back, Integration integration) => new("", "")
    {
        Tenant = back.Request.TenantId,
        Integration = Work.Thing(integration),
        Target = Work.Thing(back.Target),
        Request = back.Request.Id,
        Grant = back.Grant?.Id,
    };

    public static string Names(IReadOnlyList<BasisChange> changes) => string.Join(", ", changes.Select(change => $"{char.ToLowerInvariant(change.Name[0])}{change.Name[1..]}"));
}
