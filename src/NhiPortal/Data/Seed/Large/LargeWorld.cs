using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Seed.Large;

/// <summary>How much of each thing the large organisation has.</summary>
internal sealed record LargeSize(int Integrations, int People, int Targets, int Requests, int LiveGrants)
{
    public static LargeSize Full { get; } = Of(100_000);

    /// <summary>The same organisation in another size: what hangs on one integration, person or target stays as much.</summary>
    public static LargeSize Of(int integrations) =>
        new(integrations, Math.Max(60, integrations / 50), Math.Max(15, integrations / 200), integrations / 5, integrations / 10);
}

/// <summary>A target of the large organisation with whoever holds it, if anybody does.</summary>
internal sealed record LargeTarget(TargetSystem Target, Ownership? Holder, Person? Person)
{
    public bool Answerable => Person is { Active: true };
}

/// <summary>What the parts of the large organisation share: the people and targets, and the record to be written at the end.</summary>
internal sealed class LargeWorld(DemoWorld demo, LargeSize size)
{
    private readonly List<(DateTimeOffset At, Func<AuditEvent> Make)> record = [];

    public DemoWorld Demo => demo;
    public LargeSize Size => size;
    public DateTimeOffset Now => demo.Now;
    public DateTimeOffset Start => demo.Start;
    public Random Dice { get; } = new(70_412);
    public Dictionary<TenantId, List<Person>> Active { get; } = [];
    public Dictionary<TenantId, List<Person>> Gone { get; } = [];
    public Dictionary<TenantId, List<LargeTarget>> Targets { get; } = [];
    public List<OpenGap> Gaps { get; } = [];

    /// <summary>Seven of ten things belong to the first tenant, two to the second, one to the third.</summary>
    public Tenant AnyTenant() => demo.Tenants.Values.ElementAt(Dice.Next(10) switch { < 7 => 0, < 9 => 1, _ => 2 });

    /// <summary>A moment between two others.</summary>
    public DateTimeOffset Between(DateTimeOffset from, DateTimeOffset until) => from + ((until - from) * Dice.NextDouble());

    /// <summary>Keeps what happened as a recipe: two hundred thousand finished events would not fit the memory a seed may take.</summary>
    public void Record(DateTimeOffset at, Actor actor, Func<AuditNote> note) => record.Add((at, () => AuditEvent.Of(Work.Body(note(), actor, at))));

    /// <summary>Everything that happened, the demo's own events among it, in the order of time.</summary>
    public IEnumerable<AuditEvent> Events() =>
        record.Concat(demo.Events.Select(e => (e.At, Make: (Func<AuditEvent>)(() => e)))).OrderBy(row => row.At).Select(row => row.Make());
}
