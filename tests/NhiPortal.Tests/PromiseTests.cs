using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests;

/// <summary>
/// Nothing changes unrecorded, and a refusal changes nothing: random people do random things on the real database, and
/// after each the tables and the log must agree.
/// </summary>
public sealed class PromiseTests
{
    private static readonly string[] State =
        ["Integrations", "Ownerships", "Requests", "RequestStages", "Decisions", "Grants", "People", "Paths", "Gaps", "Policies", "Workloads", "Targets"];

    /// <summary>Kept for lists and locks; not facts anybody decides by.</summary>
    private static readonly string[] Bookkeeping = ["Version", "LookAgainAt", "Standing"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomDeeds_ChangeNothingUnrecorded_AndRefusalsNothing(int seed)
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var random = new Random(seed);
        var (done, refused) = (0, 0);
        for (var step = 0; step < 200; step++)
        {
            var (stateBefore, last) = await LookAsync(portal);
            var refusal = await DeedAsync(portal, org, random);
            var (stateAfter, _) = await LookAsync(portal);
            await using var db = portal.Db();
            var kinds = await db.AuditEvents.Where(e => e.Id > last).Select(e => e.Kind).ToListAsync(Stop);
            if (refusal is not null)
            {
                refused++;
                Assert.Equal(stateBefore, stateAfter);
                Assert.EndsWith(".refused", Assert.Single(kinds), StringComparison.Ordinal);
            }
            else if (stateBefore != stateAfter)
            {
                done++;
                Assert.NotEmpty(kinds);
                Assert.DoesNotContain(kinds, kind => kind.EndsWith(".refused", StringComparison.Ordinal));
            }

            await InvariantsAsync(portal);
        }

        Assert.True(done > 15 && refused > 15, $"{done} done and {refused} refused would prove little.");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<Refusal?> DeedAsync(TestPortal portal, SmallOrganisation org, Random random)
    {
        await using var db = portal.Db();
        T? Any<T>(IEnumerable<T> things) where T : class => things.OrderBy(_ => random.Next()).FirstOrDefault();
        var person = Any(new[] { org.Bea, org.Ian, org.Sam, org.Nora, org.Staff, org.Stranger })!;
        var actor = random.Next(3) == 0 ? As(person, Enum.GetValues<Role>()[random.Next(4)]) : As(person);
        var request = Any((await db.Requests.AsNoTracking().Select(r => r.Id).ToListAsync(Stop)).Select(id => new Box<RequestId>(id)))?.Value ?? default;
        var grant = Any((await db.Grants.AsNoTracking().Select(g => g.Id).ToListAsync(Stop)).Select(id => new Box<GrantId>(id)))?.Value ?? default;
        var ownership = Any((await db.Ownerships.AsNoTracking().Select(o => o.Id).ToListAsync(Stop)).Select(id => new Box<OwnershipId>(id)))!.Value;
        var other = Any(new[] { org.Bea, org.Ian, org.Sam, org.Nora, org.Staff, org.Stranger })!;
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                return (await portal.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember($"u{random.Next(4)}", random.Next(5) == 0 ? "Domain Users" : "Domain Admins"))
                {
                    Justification = random.Next(6) == 0 ? "short" : "Ticket 4711 asks for it",
                    Minutes = random.Next(0, 500),
                }, Stop)).Refusal;
            case 3 or 4 or 5:
                return (await portal.Get<DecideRequest>().RunAsync(actor, request, new OwnerAnswer(random.Next(8) == 0 ? Verdict.Deny : Verdict.Approve, random.Next(-1, 300), "because of the ticket"), Stop)).Refusal;
            case 6:
                return (await portal.Get<CancelRequest>().RunAsync(actor, request, "not needed", Stop)).Refusal;
            case 7:
                return (await portal.Get<RevokeGrant>().RunAsync(actor, grant, "not needed any more", Stop)).Refusal;
            case 8:
                return (await portal.Get<NominateOwner>().RunAsync(actor, new OwnerCell(OwnerRole.SystemOwner, null, org.Directory.Id), other.Id, null, Stop)).Refusal;
            case 9:
                return (await portal.Get<AcceptOwnership>().RunAsync(actor, ownership, Stop)).Refusal;
            case 10:
                return random.Next(2) == 0
                    ? (await portal.Get<SuspendIntegration>().RunAsync(actor, org.Sync.Id, "looks odd today", Stop)).Refusal
                    : (await portal.Get<ResumeIntegration>().RunAsync(As(org.Staff, Role.IamStaff), org.Sync.Id, "explained by now", Stop)).Refusal;
            default:
                portal.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 200)));
                await portal.Get<ExpireRequests>().RunAsync(Stop);
                await portal.Get<EndDueGrants>().RunAsync(Stop);
                await portal.Get<SweepOwnerships>().RunAsync(Stop);
                await portal.Get<ReturnChanged>().RunAsync(Stop);
                return null;
        }
    }

    private static async Task InvariantsAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        var requests = await db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().ToListAsync(Stop);
        var grants = await db.Grants.AsNoTracking().ToListAsync(Stop);
        foreach (var request in requests)
        {
            Assert.Equal(request.Status == RequestStatus.Approved ? 1 : 0, grants.Count(g => g.RequestId == request.Id));
            Assert.True(request.Status != RequestStatus.Approved || request.Stages.TrueForAll(request.IsComplete));
            Assert.DoesNotContain(request.Decisions, d => d.PersonId == request.RequestedById || d.PersonId == request.StartedById);
        }

        var holders = await db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null).ToListAsync(Stop);
        Assert.Equal(holders.Count, holders.Select(o => (o.Role, o.IntegrationId, o.TargetId)).Distinct().Count());
        var people = await db.People.AsNoTracking().CountAsync(p => p.Status == PersonStatus.Active, Stop);
        Assert.Equal(6, people);
    }

    private static async Task<(string State, long LastEvent)> LookAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(Stop);
        var all = new StringBuilder();
        foreach (var table in State)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
                for (var column = 0; column < reader.FieldCount; column++)
                    if (!Bookkeeping.Contains(reader.GetName(column)))
                        all.Append(reader.GetValue(column)).Append('|');
        }

        return (Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString()))), await db.AuditEvents.MaxAsync(e => (long?)e.Id, Stop) ?? 0);
    }

    private sealed record Box<T>(T Value);
}
