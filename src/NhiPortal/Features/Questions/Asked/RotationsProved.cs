using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Secrets that were changed, with what showed that the old one is dead.</summary>
public sealed class RotationsProved : IAuditQuestion
{
    public string Key => "rotations-proved";

    public string Title => "Which credentials were rotated, and what proves that the old one is dead?";

    public string Words => "Rotations closed in the period; a rotation closes only once the old credential was shown to be refused.";

    public string Moment => "Closed";

    public string Who => "Carried out by";

    public IQueryable<QuestionRow> Of(QuestionScope scope)
    {
        var (db, from, until) = (scope.Db, scope.From, scope.Until);
        var rotations = scope.Rows<Rotation>().Where(r => r.State == RotationState.Closed && r.EndedAt >= from && r.EndedAt < until);
        if (scope.Person is { } person)
            rotations = rotations.Where(r => r.StartedById == person || r.Attempts.Any(attempt => attempt.PersonId == person));
        return rotations.OrderByDescending(r => r.EndedAt).ThenByDescending(r => r.Id).Select(r => new QuestionRow
        {
            Id = r.Id.Value,
            At = r.EndedAt!.Value,
            What = db.Credentials.Where(c => c.Id == r.CredentialId).Select(c => c.Label).First(),
            Detail = r.Attempts.Where(attempt => attempt.Step == RotationStep.OldDead && attempt.Succeeded).Select(attempt => attempt.Evidence).FirstOrDefault(),
            Integration = r.IntegrationId,
            Target = r.TargetId,
            Href = "/credentials/" + r.CredentialId.Value,
        });
    }

    public async Task<IReadOnlyList<RowHand>> HandsAsync(PortalDb db, IReadOnlyList<QuestionRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(row => new RotationId(row.Id)).ToList();
        var attempts = await db.Set<RotationAttempt>().AsNoTracking().Where(a => ids.Contains(a.RotationId) && a.Succeeded && a.PersonId != null).OrderBy(a => a.Number)
            .Select(a => new { a.RotationId, a.PersonId, a.Step, a.At }).ToListAsync(cancellation);
        // Whoever took several steps stands once, with the last.
        return [.. attempts.GroupBy(a => (a.RotationId, a.PersonId)).Select(group => group.Last()).Select(a => new RowHand(a.RotationId.ToString(), a.PersonId!.Value, null, a.Step.Words(), a.At))];
    }
}
