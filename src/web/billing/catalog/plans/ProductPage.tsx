import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { listPlans } from "#billing/catalog/plan.api.ts";
import {
  activateProduct,
  deleteProduct,
  getProduct,
  inactivateProduct,
  type ProductView,
} from "#billing/catalog/product.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { OfferMenu } from "#web/billing/catalog/offer.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { statusOf } from "#web/billing/catalog/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";
import { PlanTable } from "./PlanTable.tsx";
import { ProductDialog } from "./ProductDialog.tsx";

const route = getRouteApi("/o/$org/billing/catalog/products/$product");

/** One product with its plans. */
export function ProductPage() {
  const { product: id } = route.useParams();
  const product = useCall(getProduct, { params: { product: id } });
  return product.data === undefined || product.error?.status === 404 ? (
    <Page title="Product">
      <Loaded of={product}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record product={product.data} />
  );
}

function Record({ product }: { product: ProductView }) {
  const places = useCatalogPlaces();
  const mayWrite = useMay("write");
  const [isEditing, editing] = useDisclosure(false);
  const plans = useCall(listPlans, { query: { product: product.id, limit: 200 } });
  const add = mayWrite && (
    <Button
      component={Link}
      to={`${places.newPlan}?product=${product.id}`}
      leftSection={<IconPlus size={16} />}
    >
      New plan
    </Button>
  );
  return (
    <Page
      title={product.name}
      status={<Status {...statusOf(product.status)} />}
      facts={[
        "Product",
        <span key="updated">
          Updated <When at={product.updated_at} />
        </span>,
      ]}
      action={
        mayWrite && (
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={editing.open} leftSection={<IconPencil size={16} />}>
              Edit
            </Button>
            {add}
          </Group>
        )
      }
      {...(mayWrite ? { menu: <Actions product={product} /> } : {})}
    >
      <Stack gap="xl">
        {product.description !== null && (
          <Text maw={720} style={{ whiteSpace: "pre-wrap" }}>
            {product.description}
          </Text>
        )}
        <Stack component="section" gap="xs">
          <Title order={2}>Plans</Title>
          <Loaded of={plans}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty
                  sentence="This product has no plans yet. A plan says what it costs and how often."
                  action={add}
                />
              ) : (
                <PlanTable product={product.name} plans={items} />
              )
            }
          </Loaded>
        </Stack>
      </Stack>
      <ProductDialog product={product} isOpen={isEditing} onClose={editing.close} />
    </Page>
  );
}

function Actions({ product }: { product: ProductView }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const activate = useSend(activateProduct);
  const inactivate = useSend(inactivateProduct);
  const deletion = useSend(deleteProduct, {
    failed: tellProblem,
    leave: () => void navigate({ to: places.plans }),
    done: () => tell(`${product.name} is deleted.`),
  });
  const input = { params: { product: product.id } };
  return (
    <OfferMenu
      kind="product"
      name={product.name}
      isActive={product.status === "active"}
      activate={() => activate.mutateAsync(input)}
      inactivate={() => inactivate.mutateAsync(input)}
      remove={() => deletion.mutate(input)}
    />
  );
}
