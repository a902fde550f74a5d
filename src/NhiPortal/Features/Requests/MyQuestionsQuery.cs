using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>A question an approver asked that this person may answer.</summary>
public sealed record MyQuestion(Guid Request, string Integration, string AskedBy, string Words, DateTimeOffset ExpiresAt);

/// <summary>Reads the open questions about requests a person made or answers for as business owner.</summary>
public sealed class MyQuestionsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<MyQuestion>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var owned = db.Ownerships.Where(o => o.PersonId == person && o.ClosedAt == null && o.AcceptedAt != null && o.Role == OwnerRole.BusinessOwner && o.IntegrationId != null)
            .Select(o => o.IntegrationId!.Value);
        return await (from question in db.Set<RequestQuestion>().AsNoTracking()
                      where question.AnsweredAt == null
                      join request in db.Requests on question.RequestId equals request.Id
                      where request.Status == RequestStatus.Pending && request.ExpiresAt > now
                          && (request.RequestedById == person || owned.Contains(request.IntegrationId))
                      join integration in db.Integrations on request.IntegrationId equals integration.Id
                      join asker in db.People.IgnoreAutoIncludes() on question.AskedById equals asker.Id
                      orderby request.ExpiresAt, request.Id
                      select new MyQuestion(request.Id.Value, integration.Name, asker.Name, question.Words, request.ExpiresAt)).Take(Most).ToListAsync(cancellation);
    }
}
