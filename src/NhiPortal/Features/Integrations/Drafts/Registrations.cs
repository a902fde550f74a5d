using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Integrations.Drafts;

/// <summary>Writes what was judged, each change with its event, whether it came from a form, a file or a pipeline.</summary>
public static class Registrations
{
    /// <summary>A new draft with all it names; nothing works before its owners have accepted.</summary>
    public static Integration Register(this Work run, ReadDraft draft, string? clonedFrom = null)
    {
        var d = draft.Description;
        var integration = Integration.Register(draft.Tenant.Id, draft.Key, d.Name, d.Purpose, d.Kind, d.Environment, run.Now, d.Vendor, d.EndOfLife);
        run.Db.Integrations.Add(integration);
        run.Record(About(integration) with
        {
            Kind = "integration.registered",
            Sentence = $"{run.Actor.Name} registered {integration.Name}{(clonedFrom is null ? "" : $" after the example of {clonedFrom}")}.",
            After = Words(d, draft.Vendor?.Key),
        });
        foreach (var path in draft.Paths)
            run.AddPath(integration, path.Target, path.Action.Name, path.Pattern);
        foreach (var identity in draft.Identities)
            run.AddWorkload(integration, identity);
        var thing = new OwnedThing(integration.TenantId, integration.Key, integration.Kind, Work.Thing(integration), null);
        foreach (var owner in draft.Owners)
            run.Ask(thing, new OwnerCell(owner.Role, integration.Id, null), owner.Person, owner.Deputy);
        return integration;
    }

    public static PrivilegePath AddPath(this Work run, Integration integration, TargetSystem target, string action, string pattern)
    {
        var path = PrivilegePath.Create(integration.Id, target.Id, action, pattern, run.Now);
        run.Db.Paths.Add(path);
        run.Record(About(integration) with
        {
            Kind = "path.added",
            Sentence = $"{run.Actor.Name} let {integration.Key} ask for {action} on {target.Key}, resources {pattern}.",
            Target = Work.Thing(target),
            After = new Dictionary<string, string?> { ["action"] = action, ["pattern"] = pattern },
        });
        return path;
    }

    public static void RemovePath(this Work run, Integration integration, TargetSystem target, PrivilegePath path)
    {
        path.Remove(run.Now);
        run.Record(About(integration) with
        {
            Kind = "path.removed",
            Sentence = $"{run.Actor.Name} closed the path of {integration.Key} for {path.ActionName} on {target.Key}, resources {path.ResourcePattern}.",
            Target = Work.Thing(target),
            Before = new Dictionary<string, string?> { ["action"] = path.ActionName, ["pattern"] = path.ResourcePattern },
        });
    }

    public static WorkloadIdentity AddWorkload(this Work run, Integration integration, DraftIdentity identity)
    {
        var workload = WorkloadIdentity.Create(integration.Id, identity.Issuer, identity.Subject, run.Now);
        run.Db.Workloads.Add(workload);
        run.Record(About(integration) with
        {
            Kind = "workload.added",
            Sentence = $"{run.Actor.Name} made {integration.Key} recognisable as {workload.Subject}.",
            Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
        });
        return workload;
    }

    public static void RetireWorkload(this Work run, Integration integration, WorkloadIdentity workload)
    {
        workload.Retire(run.Now);
        run.Record(About(integration) with
        {
            Kind = "workload.removed",
            Sentence = $"{run.Actor.Name} retired {workload.Subject}: {integration.Key} is not recognised by it any more.",
            Workload = new AuditWorkload(workload.Id.Value, workload.Issuer, workload.Subject),
        });
    }

    /// <summary>Records a new description; true when approvals given before stand for another thing now.</summary>
    public static Result<bool> Redescribe(this Work run, Integration integration, IntegrationDescription to, string? vendorBefore, string? vendorAfter)
    {
        var before = Words(integration.Describe(), vendorBefore);
        var changed = integration.Redescribe(to);
        if (!changed.Succeeded)
            return changed.Refusal;
        var after = Words(to, vendorAfter);
        var fields = after.Keys.Where(field => before[field] != after[field]).ToList();
        if (fields.Count > 0)
            run.Record(About(integration) with
            {
                Kind = "integration.changed",
                Sentence = $"{run.Actor.Name} changed {integration.Key}: {string.Join(", ", fields.Select(field => field.Replace('_', ' ')))}.",
                Before = fields.ToDictionary(field => field, field => before[field]),
                After = fields.ToDictionary(field => field, field => after[field]),
            });
        return changed.Value;
    }

    /// <summary>Ends every live grant of an integration that is not any more what was approved; each comes back to its owners.</summary>
    public static Task<int> ReturnGrantsAsync(this Work run, Integration integration, string reason, CancellationToken cancellation) =>
        run.EndGrantsAsync(integration, "grant.returned", reason, grant => grant.Return(reason, run.Now), cancellation);

    /// <summary>Ends every live grant of an integration for good.</summary>
    public static Task<int> VoidGrantsAsync(this Work run, Integration integration, string reason, CancellationToken cancellation) =>
        run.EndGrantsAsync(integration, "grant.revoked", reason, grant => grant.Revoke(run.Actor.Person, reason, run.Now).Succeeded, cancellation);

    private static async Task<int> EndGrantsAsync(this Work run, Integration integration, string kind, string reason, Func<Grant, bool> end, CancellationToken cancellation)
    {
        var live = await run.Db.Grants.Where(g => g.IntegrationId == integration.Id && g.Status == GrantStatus.Active && g.Until > run.Now).ToListAsync(cancellation);
        foreach (var grant in live.Where(end))
            run.Record(About(integration) with
            {
                Kind = kind,
                Sentence = $"The grant of {integration.Key} for {grant.ActionName} ended: {reason}",
                Grant = grant.Id,
                Request = grant.RequestId,
                Facts = new Dictionary<string, string?> { ["reason"] = reason },
            });
        return live.Count;
    }

    public static AuditNote About(Integration integration) => new("", "") { Tenant = integration.TenantId, Integration = Work.Thing(integration) };

    private static Dictionary<string, string?> Words(IntegrationDescription d, string? vendor) => new()
    {
        ["name"] = d.Name,
        ["purpose"] = d.Purpose,
        ["kind"] = d.Kind.ToString(),
        ["environment"] = d.Environment.ToString(),
        ["vendor"] = vendor,
        ["end_of_life"] = d.EndOfLife?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };
}
