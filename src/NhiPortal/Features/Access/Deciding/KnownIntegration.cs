using System.Collections.Frozen;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>An integration as memory holds it: its facts and live identities, as new as one position of the change feed.</summary>
internal sealed record KnownIntegration(AccessFacts Facts, FrozenDictionary<WorkloadId, AuditWorkload> Workloads, long Version);
