using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NhiPortal.Domain.Questions;

/// <summary>
/// Draws some of a population while it passes by, in any order and however many they are. Each subject weighs
/// SHA-256(seed, line feed, subject); the lightest are drawn. So the same seed draws the same again, and whoever has the
/// list of subjects can draw for themselves.
/// </summary>
public sealed class SampleDraw<T>(string seed, int size)
{
    private readonly PriorityQueue<(string Subject, T Thing), Weight> lightest = new(Comparer<Weight>.Create((a, b) => b.CompareTo(a)));
    private readonly IncrementalHash passed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many passed by.</summary>
    public int Population { get; private set; }

    public void Offer(string subject, T thing)
    {
        Population++;
        passed.AppendData(Encoding.UTF8.GetBytes(subject + "\n"));
        var weight = Weight.Of(seed, subject);
        if (lightest.Count < size)
            lightest.Enqueue((subject, thing), weight);
        else
            lightest.EnqueueDequeue((subject, thing), weight);
    }

    /// <summary>The drawn ones, the lightest first.</summary>
    public IReadOnlyList<T> Drawn() => [.. lightest.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element.Thing)];

    /// <summary>SHA-256 over all subjects as they passed, a line each: it tells whether a list is the population that was drawn from.</summary>
    public string PopulationSha256() => Convert.ToHexStringLower(passed.GetCurrentHash());

    private readonly record struct Weight(UInt128 High, UInt128 Low) : IComparable<Weight>
    {
        public static Weight Of(string seed, string subject)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{subject}")).AsSpan();
            return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }

        public int CompareTo(Weight other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);
    }
}
