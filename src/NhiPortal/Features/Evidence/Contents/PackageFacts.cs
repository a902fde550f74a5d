using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Findings;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>How controls stood at one moment, and the results they stand on.</summary>
/// <param name="Key">A short name that never changes.</param>
/// <param name="Title">What people call the moment.</param>
/// <param name="From">Where what it tells of begins.</param>
/// <param name="At">The moment.</param>
/// <param name="Results">Each evidence query's result.</param>
/// <param name="Frameworks">Each framework's controls by those results.</param>
internal sealed record ControlMoment(string Key, string Title, DateTimeOffset From, DateTimeOffset At, IReadOnlyDictionary<string, QueryResult> Results, IReadOnlyList<FrameworkCoverage> Frameworks)
{
    /// <summary>What failed each evidence query then; nothing where nothing did.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<FailingObject>> Failing { get; init; }

    public IReadOnlyList<FailingObject> Failed(string query) => Failing.GetValueOrDefault(query) ?? [];
}

/// <summary>Somebody's administrative access on a target that nothing approved stands behind.</summary>
internal sealed record HeldRow(string Target, string Account, string Holder, PrivilegeClass Class, string Sentence, DateTimeOffset FirstSeenAt);

/// <summary>One access review of the package in one line.</summary>
internal sealed record ReviewSummary(string Name, CampaignState State, string Lead, DateTimeOffset? StartedAt, DateTimeOffset? DueAt, DateTimeOffset? SignedOffAt, int Items, int Decided, int TakenAway, int Unattended, int Open, bool CountsAsEvidence, IReadOnlyList<string> Warnings);

/// <summary>Everything that the files for people say, read once, so that no two of them say different things.</summary>
internal sealed record PackageFacts
{
    /// <summary>Of each query so many failing objects are listed; how many there are is always told.</summary>
    public const int MostFailing = ControlFailingList.Most, MostFindings = 200, MostHeld = 200;

    public required EvidencePackage Package { get; init; }
    public required EvidenceContents Contents { get; init; }
    public required string Organisation { get; init; }

    /// <summary>The signing key by its RFC 7638 thumbprint, and the SHA-256 of its public key as openssl writes it.</summary>
    public required string KeyId { get; init; }

    public required string KeySha256 { get; init; }
    public required EventTally Tally { get; init; }
    public required ControlMoment AtEnd { get; init; }
    public required ControlMoment WhenAsked { get; init; }

    public required IReadOnlyDictionary<Severity, int> OpenFindings { get; init; }
    public required IReadOnlyList<FindingRow> Findings { get; init; }
    public required IReadOnlyDictionary<PrivilegeClass, int> NotExplained { get; init; }
    public required IReadOnlyList<HeldRow> Held { get; init; }
    public IReadOnlyList<ReviewSummary> Reviews { get; init; } = [];

    public IReadOnlyList<ControlMoment> Moments => [AtEnd, WhenAsked];

    /// <summary>The evidence queries that the frameworks rest on, in their stable order.</summary>
    public IEnumerable<IEvidenceQuery> Queries => EvidenceQueries.All.Where(query => WhenAsked.Results.ContainsKey(query.Name));
}
