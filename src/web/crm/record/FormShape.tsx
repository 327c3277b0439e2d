import { SimpleGrid, Skeleton, Stack } from "@mantine/core";

/** Fields of the shape's two columns: about what fills a screen. */
const places = Array.from({ length: 12 }, (_, at) => at);

/** The shape of a form while its fields and values are on their way. */
export function FormShape() {
  return (
    <Stack gap="lg" aria-hidden>
      <Skeleton height={20} width={180} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="md">
        {places.map((at) => (
          <div key={at}>
            <Skeleton height={12} width={96} mb={8} />
            <Skeleton height={36} />
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
