namespace NhiPortal.Domain.Audit;

/// <summary>Counts every fault and keeps the first few.</summary>
internal sealed class LogFaults(int limit)
{
    private readonly List<LogFault> _kept = [];

    public long Count { get; private set; }

    public IReadOnlyList<LogFault> Kept => _kept;

    public void AddRow(LogFaultKind kind, long leafIndex, string sentence) => Add(new LogFault(kind, leafIndex, null, sentence));

    public void Add(LogFault fault)
    {
        Count++;
        if (_kept.Count < limit) _kept.Add(fault);
    }
}
