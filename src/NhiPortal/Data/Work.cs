using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data;

/// <summary>What a use case says for the record; the unit of work adds who, when and from where.</summary>
public sealed record AuditNote(string Kind, string Sentence)
{
    public TenantId? Tenant { get; init; }
    public AuditThing? Integration { get; init; }
    public AuditThing? Target { get; init; }
    public AuditWorkload? Workload { get; init; }
    public AuditThing? Person { get; init; }
    public RequestId? Request { get; init; }
    public GrantId? Grant { get; init; }
    public IReadOnlyList<AuditRoleHolder>? Approvers { get; init; }
    public IReadOnlyList<AuditRoleHolder>? Owners { get; init; }
    public IReadOnlyDictionary<string, string?>? Before { get; init; }
    public IReadOnlyDictionary<string, string?>? After { get; init; }
    public IReadOnlyDictionary<string, string?>? Facts { get; init; }
}

/// <summary>Hears what a transaction records before it is saved, and may add to it what must not be lost with a crash.</summary>
public interface IRecordFollower
{
    Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation);
}

/// <summary>One run of a use case: a fresh context, one moment, one actor, and the record of what happened.</summary>
public sealed class Work(PortalDb db, Actor actor, DateTimeOffset now, IEnumerable<IRecordFollower>? followers = null)
{
    private readonly List<AuditBody> told = [];

    public PortalDb Db => db;

    public Actor Actor => actor;

    /// <summary>The same moment throughout one run.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What the attempt is about, so that a refusal is recorded with the thing it concerns.</summary>
    public AuditNote About { get; set; } = new("", "");

    /// <summary>Writes what is pending inside the transaction; commits nothing. A use case needs it only for the rare order that a unique index forces.</summary>
    public async Task SaveStepAsync(CancellationToken cancellation)
    {
        IReadOnlyList<AuditBody> news = [.. told];
        told.Clear();
        if (news.Count > 0)
            foreach (var follower in followers ?? [])
                await follower.FollowAsync(this, news, cancellation);
        KeptRecords.RefuseToLose(db);
        await ChangeLog.AppendAsync(db, now, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Adds an audit event to the same transaction as the change it tells of.</summary>
    public void Record(AuditNote note)
    {
        var body = Body(note, actor, now);
        told.Add(body);
        db.AuditEvents.Add(AuditEvent.Of(body));
    }

    public static AuditThing Thing(Integration integration) => new(integration.Id.Value, integration.Key);

    public static AuditThing Thing(TargetSystem target) => new(target.Id.Value, target.Key);

    public static AuditThing Thing(Person person) => new(person.Id.Value, person.Name);

    public static AuditBody Body(AuditNote note, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Kind = note.Kind,
        Actor = new AuditActor(actor.Kind, actor.Id, actor.Name),
        Sentence = note.Sentence,
        Tenant = note.Tenant?.Value,
        Integration = note.Integration,
        Target = note.Target,
        Workload = note.Workload,
        Person = note.Person,
        Request = note.Request?.Value,
        Grant = note.Grant?.Value,
        Approvers = note.Approvers,
        Owners = note.Owners,
        Before = note.Before,
        After = note.After,
        Facts = note.Facts,
        Client = actor.ClientAddress,
        Trace = actor.TraceId,
    };
}
