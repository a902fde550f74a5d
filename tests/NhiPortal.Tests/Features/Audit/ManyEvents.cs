using NhiPortal.Domain;

namespace NhiPortal.Tests.Features.Audit;

/// <summary>A long log, written in one statement: nearly all of it one integration's denials, one a second, and now and then a rare event.</summary>
internal static class ManyEvents
{
    /// <summary>Every so many events one is rare.</summary>
    public const int Rare = 5_000;

    /// <summary>Ends at the portal's present; rare ones are <c>gap.opened</c> on the database target.</summary>
    public static Task<int> AddAsync(TestPortal portal, SmallOrganisation org, int count, Guid actor) => portal.SqlAsync($$$"""
        INSERT INTO "AuditEvents" ("EventId", "At", "Kind", "TenantId", "ActorKind", "ActorId", "IntegrationId", "TargetId", "WorkloadId", "Body")
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{{count}}})
        SELECT id, {{{portal.Now.UtcTicks}}} - ({{{count}}} - i) * {{{TimeSpan.TicksPerSecond}}}, kind, '{{{Text(org.Home.Id.Value)}}}', 'Workload', '{{{Text(actor)}}}',
          iif(rare, NULL, '{{{Text(org.Sync.Id.Value)}}}'), '{{{Text(org.Directory.Id.Value)}}}', '{{{Text(org.Workload.Id.Value)}}}',
          '{"actor":{"id":"{{{actor}}}","kind":"Workload","name":"hr-sync"},"at":"2026-03-01T00:00:00+00:00","facts":{"reason":"approval_required"},"id":"'
            || lower(id) || '","kind":"' || kind || '","sentence":"' || iif(rare, 'A \"rare\" thing ', 'Attempt ') || i || ' by hr-sync.","target":{"id":"{{{org.Directory.Id.Value}}}","key":"corp-directory"}}'
        FROM (SELECT i, i % {{{Rare}}} = 0 AS rare, iif(i % {{{Rare}}} = 0, 'gap.opened', 'access.denied') AS kind, printf('0195A1B2-0000-7000-8000-%012X', i) AS id FROM n);
        """);

    public static Guid Of(ActorKind kind) => new($"0195a1b2-0000-7000-9000-{(int)kind:x12}");

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
