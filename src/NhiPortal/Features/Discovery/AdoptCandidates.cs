using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>Which candidates become integrations, of which kind, and who is asked to be their business owner.</summary>
public sealed record Adoption(IReadOnlyList<CandidateId> Candidates, IntegrationKind Kind, PersonId? BusinessOwner);

/// <summary>Takes accounts into the register as draft integrations that may do nothing yet: all that were asked for, or none.</summary>
public sealed class AdoptCandidates(UnitOfWork work)
{
    /// <returns>The keys of the drafts made.</returns>
    public Task<Result<IReadOnlyList<string>>> RunAsync(Actor actor, Adoption adoption, CancellationToken cancellation) =>
        work.RunAsync<IReadOnlyList<string>>(actor, "candidate.adopt", async run =>
        {
            if (Permissions.Check(actor, Permission.Discover) is { } refused)
                return refused;
            if (adoption.Candidates.Count is 0 or > AdoptionPlan.Most)
                return new Refusal("how_many", $"Choose 1 to {AdoptionPlan.Most} candidates at a time.");
            var lines = await AdoptionPlan.MakeAsync(run.Db, actor, adoption.Candidates, run.Now, cancellation);
            if (lines.Count != adoption.Candidates.Distinct().Count())
                return new Refusal("not_found", "There is no such candidate for you.");
            var owner = adoption.BusinessOwner is { } chosen ? await run.Db.People.SingleOrDefaultAsync(p => p.Id == chosen, cancellation) : null;
            foreach (var line in lines)
            {
                run.About = run.About with { Tenant = line.Target.TenantId, Target = Work.Thing(line.Target) };
                if ((line.Refusal ?? (adoption.BusinessOwner is null ? null : Nominations.Unfit(owner, line.Target.TenantId, "owner"))) is { } unfit)
                    return unfit;
                var adopted = Adopt(run, line, adoption.Kind, owner);
                if (!adopted.Succeeded)
                    return adopted.Refusal;
            }

            return Result.Ok<IReadOnlyList<string>>([.. lines.Select(line => line.Key)]);
        }, cancellation);

    private static Result<Done> Adopt(Work run, AdoptionLine line, IntegrationKind kind, Domain.People.Person? owner)
    {
        var (candidate, target) = (line.Candidate, line.Target);
        var integration = Integration.Register(
            target.TenantId, line.Key, Text.Shortened(candidate.AccountName, Text.Name)!, $"Found on {target.Name}. {candidate.CanDo}", kind, target.Environment, run.Now);
        var identity = WorkloadIdentity.Create(integration.Id, WorkloadIdentity.OnTarget(target.Key), candidate.AccountName, run.Now);
        run.Db.AddRange(integration, identity);
        var adopted = candidate.Adopt(integration.Id, run.Actor.Person, run.Now);
        if (!adopted.Succeeded)
            return adopted;
        run.Record(run.About with
        {
            Kind = "candidate.adopted",
            Sentence = $"{run.Actor.Name} adopted {candidate.AccountName} of {target.Key} as the draft {integration.Key}.",
            Integration = Work.Thing(integration),
            Workload = new AuditWorkload(identity.Id.Value, identity.Issuer, identity.Subject),
            After = new Dictionary<string, string?> { ["status"] = nameof(IntegrationStatus.Draft), ["kind"] = kind.ToString() },
        });
        if (owner is null)
            return adopted;
        run.Db.Ownerships.Add(Ownership.Nominate(target.TenantId, OwnerRole.BusinessOwner, owner.Id, integration.Id, null, null, run.Actor.Person, run.Now));
        run.Record(run.About with
        {
            Kind = "ownership.nominated",
            Sentence = $"{run.Actor.Name} nominated {owner.Name} as {OwnerRole.BusinessOwner.InSentence()} of {integration.Key}.",
            Integration = Work.Thing(integration),
            Target = null,
            Person = Work.Thing(owner),
            After = new Dictionary<string, string?> { ["role"] = OwnerRole.BusinessOwner.Token(), ["deputy"] = null },
        });
        return adopted;
    }
}
