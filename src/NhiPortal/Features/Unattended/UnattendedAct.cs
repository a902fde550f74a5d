using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>What everybody who acts on one revocation goes through: it is theirs to see, theirs to act on, and the reason is given.</summary>
internal static class UnattendedAct
{
    public const int ShortestReason = 5;

    public static Refusal NotFound => new("not_found", "There is no such revocation for you.");

    public static async Task<Result<Revocation>> RevocationAsync(this Work run, Guid id, CancellationToken cancellation)
    {
        var wanted = new RevocationId(id);
        var found = await run.Db.Revocations.Include(r => r.Steps).Include(r => r.Items).To(run.Actor, run.Db).AsSplitQuery().SingleOrDefaultAsync(r => r.Id == wanted, cancellation);
        if (found is null)
            return NotFound;
        run.About = (await run.ThingsAsync([found], cancellation)).Note(found, "", "");
        return found;
    }

    public static Result<string> Reason(string reason) => SecretLooks.Read(reason, "The reason", Text.Reason, ShortestReason);

    /// <summary>Whether they answer for it: the person it waits for, or an owner of what it is about.</summary>
    public static async Task<bool> AnswersForAsync(this PortalDb db, Actor actor, Revocation row, DateTimeOffset now, CancellationToken cancellation) =>
        actor.Person is { } person && (row.OwnerId == person
            || await db.HeldAsync(actor, o => (row.IntegrationId != null && o.IntegrationId == row.IntegrationId) || (row.TargetId != null && o.TargetId == row.TargetId), now, cancellation) is not []);

    public static Refusal NotYours => new("not_allowed", $"Only an owner of it can do this, or {string.Join(" or ", Permissions.RolesFor(Permission.StopRevocations).Select(Permissions.Title))}.");
}
