using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Features.Discovery;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reconciliation;

/// <summary>
/// Takes a privilege away on its target that nobody approved: the membership alone, or the whole account. Accounts of
/// those who answer for the target, and the portal's own, are left to people.
/// </summary>
public sealed class RevokePrivilege(UnitOfWork work, ConfiguredConnectors connectors)
{
    /// <param name="actor">Who takes it away.</param>
    /// <param name="id">The privilege.</param>
    /// <param name="switchOff">The whole account is switched off, instead of one membership ended.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<Result<RemovalId>> RunAsync(Actor actor, PrivilegeLineId id, bool switchOff, string reason, CancellationToken cancellation) =>
        work.RunAsync<RemovalId>(actor, "privilege.revoke", async run =>
        {
            var found = await run.LineAsync(id, Permission.RevokeGrants, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var line = found.Value;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, 10);
            if (!said.Succeeded)
                return said.Refusal;
            var key = run.About.Target!.Key;
            if (!connectors.Acts(key))
                return new Refusal("cannot_act", $"The portal cannot change {key}. Take it away there by hand; the next reading shows that it is gone.");
            if (connectors.IsOwn(key, line.Account))
                return new Refusal("own_account", $"The portal itself signs in to {key} with {line.Account}, and never changes its own account.");
            if (!switchOff && line.Holder.Length == 0)
                return new Refusal("no_membership", $"{line.Account} has its rights by itself, not through a group. Switch the account off.");
            if (await WhoAnswersAsync(run, line, cancellation) is { } name)
                return new Refusal("answers_for_it", $"{line.Account} seems to be {name}'s, who answers for {key} or breaks the glass there. Talk to them, and take it away by hand.");

            var change = switchOff
                ? new TargetChange { Account = line.Account, Id = line.AccountId, Enabled = false }
                : new TargetChange { Account = line.Account, Id = line.AccountId, Member = false, Held = HeldKind.Group, Holder = line.Holder };
            var removal = Removal.Order(line.TenantId, line.TargetId, line.IntegrationId, change, said.Value, actor.Person, run.Now);
            // A stop may be taking the same away: then this follows it, and goes on when the stop is lifted.
            var running = await run.Db.Removals.SingleOrDefaultAsync(r => r.Subject == removal.Subject && r.EndedAt == null, cancellation);
            if (running is not null && running.Id == line.RemovalId)
                return new Refusal("removed_already", "It is being taken away already.");
            if (running is null)
                run.Db.Removals.Add(removal);
            removal = running ?? removal;
            var revoked = line.Revoke(removal.Id);
            if (!revoked.Succeeded)
                return revoked.Refusal;
            run.Record(run.About with
            {
                Kind = "privilege.revoked",
                Sentence = $"{actor.Name} took away {line.Words()}: {(switchOff ? "the account is switched off" : "the membership is ended")}. It counts when {key} shows it.",
                Facts = run.About.Facts!.Append(KeyValuePair.Create<string, string?>("reason", said.Value)).Append(new("removal", removal.Id.ToString())).ToDictionary(),
            });
            return removal.Id;
        }, cancellation);

    /// <summary>The person the target hints at, if they own it, stand in for its owner, or are on duty for it.</summary>
    private static Task<string?> WhoAnswersAsync(Work run, PrivilegeLine line, CancellationToken cancellation)
    {
        var (target, account) = (line.TargetId, line.AccountId);
        var owning = run.Db.Ownerships.Where(o => o.TargetId == target && o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null);
        var answering = owning.Select(o => o.PersonId).Concat(owning.Where(o => o.DeputyId != null).Select(o => o.DeputyId!.Value))
            .Concat(run.Db.Targets.Where(t => t.Id == target && t.DutyChiefId != null).Select(t => t.DutyChiefId!.Value));
        return run.Db.Candidates.Where(c => c.TargetId == target && c.AccountId == account && c.LikelyOwnerId != null && answering.Contains(c.LikelyOwnerId.Value))
            .Join(run.Db.People, c => c.LikelyOwnerId, p => (PersonId?)p.Id, (c, p) => p.Name).FirstOrDefaultAsync(cancellation);
    }
}
